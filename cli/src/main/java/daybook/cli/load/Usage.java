package daybook.cli.load;

import daybook.local.ComponentStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The processor time of this machine's processes, looked at again and again during a run. */
public final class Usage {

    /** A look at all of them; time since the process began. */
    record Sample(long at, Map<String, Duration> cpu) {}

    private final Map<String, Long> pids = new LinkedHashMap<>();
    private final List<Sample> samples = new ArrayList<>();

    /**
     * @param components empty if the target is not on this machine
     */
    public Usage(List<ComponentStatus> components) {
        components.forEach(one -> one.pid().ifPresent(pid -> pids.put(one.name(), pid)));
    }

    public void also(String name, long pid) {
        pids.put(name, pid);
    }

    public void sample(long at) {
        Map<String, Duration> cpu = new LinkedHashMap<>();
        pids.forEach((name, pid) -> cpu.put(name, cpu(pid)));
        samples.add(new Sample(at, cpu));
    }

    /** Of a process and its children. */
    private static Duration cpu(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    List<Sample> samples() {
        return samples;
    }

    /** Seconds of processor time of each between two moments, as far as they were looked at. */
    Map<String, Double> between(long from, long to) {
        List<Sample> within =
                samples.stream().filter(one -> one.at() >= from && one.at() <= to).toList();
        Map<String, Double> used = new LinkedHashMap<>();
        if (within.size() > 1) {
            pids.keySet().forEach(name -> used.put(name, seconds(within, name)));
        }
        return used;
    }

    /** What has ended meanwhile shows no time any more: the most that was seen counts. */
    private static double seconds(List<Sample> within, String name) {
        long first = within.getFirst().cpu().getOrDefault(name, Duration.ZERO).toMillis();
        OptionalLong most =
                within.stream()
                        .mapToLong(one -> one.cpu().getOrDefault(name, Duration.ZERO).toMillis())
                        .max();
        return Math.max(0, most.orElse(first) - first) / 1000.0;
    }
}
