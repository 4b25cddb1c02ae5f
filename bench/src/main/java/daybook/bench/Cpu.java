package daybook.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU time that processes have used since they started, children included as long as they live
 * (PostgreSQL's connections do; its short autovacuum workers are missed). Of this process only its
 * own: the others are its children.
 */
record Cpu(Map<String, Duration> used) {

    /** The processes to watch, by the name to show them under. */
    static Cpu of(Map<String, ProcessHandle> processes) {
        Map<String, Duration> used = new LinkedHashMap<>();
        processes.forEach((name, process) -> used.put(name, of(process)));
        return new Cpu(used);
    }

    private static Duration of(ProcessHandle process) {
        Stream<ProcessHandle> children =
                process.equals(ProcessHandle.current()) ? Stream.empty() : process.descendants();
        return Stream.concat(Stream.of(process), children)
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    Cpu since(Cpu earlier) {
        Map<String, Duration> difference = new LinkedHashMap<>();
        used.forEach((name, now) -> {
            Duration before = earlier.used.getOrDefault(name, Duration.ZERO);
            difference.put(name, now.minus(before));
        });
        return new Cpu(difference);
    }

    /** Microseconds of a process for each of {@code count} things done. */
    double microsPer(String process, long count) {
        return used.getOrDefault(process, Duration.ZERO).toNanos() / 1e3 / count;
    }

    double microsPer(long count) {
        return used.keySet().stream().mapToDouble(process -> microsPer(process, count)).sum();
    }
}
