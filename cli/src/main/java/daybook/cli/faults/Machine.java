package daybook.cli.faults;

import daybook.eventlog.kafka.Topics;
import daybook.local.Detours;
import daybook.local.Detours.Detour;
import daybook.local.FreePorts;
import daybook.local.Layout;
import daybook.local.LocalProcess;
import daybook.local.Ports;
import daybook.local.Progress;
import daybook.local.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A whole stack with two replicas of each service, and room for a third, that reach the broker
 * through lines which can be cut.
 */
final class Machine implements AutoCloseable {

    private static final int PARTITIONS = 8;
    private static final short ONE = 1;
    private static final int REPLICAS = 2;
    private static final int REPLICAS_AT_MOST = 3;

    private final Ports ports;
    private final Stack stack;
    private final Map<String, Line> lines = new LinkedHashMap<>();

    Machine(Layout layout, Progress progress) {
        ports = FreePorts.forStack();
        Map<String, Detour> detours = detours();
        detours.forEach((replica, detour) ->
                lines.put(replica, new Line(detour.entrance(), detour.listener())));
        var topics =
                Stack.SERVICES.stream()
                        .flatMap(name -> Topics.plan(name, PARTITIONS, ONE, ONE).stream())
                        .toList();
        stack = new Stack(layout, ports, topics, progress, new Detours(detours));
    }

    private static Map<String, Detour> detours() {
        List<String> replicas =
                Stack.SERVICES.stream()
                        .flatMap(service -> replicas(service, REPLICAS_AT_MOST).stream())
                        .toList();
        List<Integer> free = FreePorts.find(2 * replicas.size());
        Map<String, Detour> detours = new LinkedHashMap<>();
        for (int i = 0; i < replicas.size(); i++) {
            detours.put(replicas.get(i), new Detour(free.get(2 * i), free.get(2 * i + 1)));
        }
        return detours;
    }

    private static List<String> replicas(String service, int count) {
        List<String> names = new ArrayList<>(List.of(service));
        for (int replica = 2; replica <= count; replica++) {
            names.add(service + "-" + replica);
        }
        return names;
    }

    /** Starts all but the third replicas. */
    void start() throws InterruptedException {
        Stack.SERVICES.forEach(service -> stack.plan(service, REPLICAS_AT_MOST));
        stack.up(usual());
    }

    private List<String> usual() {
        List<String> usual = new ArrayList<>(List.of("kafka", "postgres", "keycloak"));
        usual.add("simulators");
        Stack.SERVICES.forEach(service -> usual.addAll(replicas(service, REPLICAS)));
        usual.add("gateway");
        return usual;
    }

    /** What should run and does not. */
    List<String> missing() {
        return usual().stream().filter(name -> component(name).process().isEmpty()).toList();
    }

    LocalProcess component(String name) {
        return stack.component(name);
    }

    Line line(String replica) {
        return Objects.requireNonNull(lines.get(replica), replica);
    }

    Ports ports() {
        return ports;
    }

    /** May be called again. */
    @Override
    public synchronized void close() {
        lines.values().forEach(Line::mend);
        try {
            for (String name : stack.names()) {
                component(name).resume();
            }
            stack.down(List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lines.values().forEach(Line::close);
        }
    }
}
