package daybook.cli.footprint;

import daybook.local.Layout;
import daybook.local.LocalProcess;
import daybook.local.Ports;
import daybook.local.Progress;
import daybook.local.Stack;
import daybook.local.StackFailure;
import daybook.local.StartTimer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the services and the gateway in one way after the other, and measures the same of each. */
public final class Footprint {

    /** Without the auditor, which does nothing for an order. */
    public static final List<String> MEASURED =
            Stream.concat(Stack.SERVICES.stream(), Stream.of("gateway")).toList();

    private static final int STARTS = 3;
    private static final int READS_PER_SECOND = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration READING = Duration.ofSeconds(15);
    private static final int ORDERS = 150;
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final double MEGABYTE = 1024 * 1024;

    private final Layout layout;
    private final Ports ports;
    private final Stack stack;
    private final Progress progress;
    private final Shop shop;
    private final Figures figures;

    /** Places so many orders and returns when all are completed. */
    public interface Shop {
        void order(int count, String batch) throws IOException;
    }

    /**
     * @param stack not running; its data is of no use to anybody else
     */
    public Footprint(
            Layout layout, Ports ports, Stack stack, Progress progress, Shop shop, List<Way> ways) {
        this.layout = layout;
        this.ports = ports;
        this.stack = stack;
        this.progress = progress;
        this.shop = shop;
        this.figures = new Figures(ways.stream().map(Way::title).toList());
    }

    public List<String> table() {
        return figures.table();
    }

    /** Measures one way. */
    public void measure(Way way) throws IOException, InterruptedException {
        way.choose(layout);
        if (way.needsTraining(layout)) {
            progress.report(way.title(), "training: starting, ordering, ending");
            stack.up(stack.namesWithoutAuditor());
            shop.order(ORDERS, "training");
            stack.down(MEASURED);
        }
        progress.report(way.title(), "starting");
        stack.up(stack.namesWithoutAuditor());
        TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
        resident(way, "idle");
        load(way);
        resident(way, "under load");
        stack.down(MEASURED);
        starts(way);
        figures.add("size on disk, MB", way.title(), size(way));
    }

    private void load(Way way) throws IOException, InterruptedException {
        progress.report(way.title(), "placing %d orders to warm up".formatted(ORDERS));
        shop.order(ORDERS, way.title() + " warm-up");
        progress.report(way.title(), "placing %d orders".formatted(ORDERS));
        Duration before = cpu(MEASURED);
        shop.order(ORDERS, way.title());
        figures.add(
                "orders completed per CPU-second",
                way.title(),
                ORDERS / seconds(cpu(MEASURED).minus(before)));
        List<String> readers = List.of("gateway", "order");
        var url = ports.gatewayUrl().resolve("/api/orders?limit=10");
        String token = Load.token(ports.tokenUrl(), "olivia");
        progress.report(way.title(), "reading %d times a second".formatted(READS_PER_SECOND));
        Load.reads(url, token, READS_PER_SECOND, WARM_UP);
        before = cpu(readers);
        int answered = Load.reads(url, token, READS_PER_SECOND, READING);
        figures.add(
                "reads per CPU-second",
                way.title(),
                answered / seconds(cpu(readers).minus(before)));
    }

    private void resident(Way way, String when) {
        double all = 0;
        for (String name : MEASURED) {
            double megabytes = stack.component(name).residentBytes().orElse(0) / MEGABYTE;
            figures.add("RSS %s, %s, MB".formatted(when, name), way.title(), megabytes);
            all += megabytes;
        }
        figures.add("RSS %s, all five, MB".formatted(when), way.title(), all);
    }

    private void starts(Way way) throws IOException, InterruptedException {
        var timer = new StartTimer(layout, stack);
        for (String name : List.of("order", "gateway")) {
            String path = name.equals("gateway") ? "/api/orders" : "/orders?limit=1";
            List<Duration> answers = new ArrayList<>();
            List<Duration> ready = new ArrayList<>();
            for (int start = 1; start <= STARTS; start++) {
                progress.report(way.title(), "start %d of %d of %s".formatted(start, STARTS, name));
                var times = timer.measure(name, path, Load.token(ports.tokenUrl(), "olivia"));
                answers.add(times.firstAnswer());
                ready.add(times.ready());
            }
            figures.add("first answer, " + name + ", ms", way.title(), median(answers).toMillis());
            figures.add("ready, " + name + ", ms", way.title(), median(ready).toMillis());
        }
    }

    private static Duration median(List<Duration> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private Duration cpu(List<String> names) {
        return names.stream()
                .map(stack::component)
                .map(LocalProcess::process)
                .map(process -> process.flatMap(it -> it.info().totalCpuDuration()))
                .map(cpu -> cpu.orElseThrow(() -> new StackFailure("a service has ended")))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private double size(Way way) throws IOException {
        double bytes = 0;
        for (String name : MEASURED) {
            for (Path part : way.parts(layout, name)) {
                try (var files = Files.walk(part)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        bytes += Files.size(file);
                    }
                }
            }
        }
        return bytes / MEGABYTE;
    }
}
