package daybook.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The benchmark's process. */
public final class Bench {

    /** The benchmarks, in the order in which they run. */
    public static final List<String> NAMES =
            List.of("log", "latency", "reservations", "history", "orders");

    private Bench() {}

    public static void main(String[] arguments) {
        quiet();
        try {
            run(Integer.parseInt(arguments[0]), List.of(arguments).subList(1, arguments.length));
        } catch (BenchFailure | IOException e) {
            System.err.println("daybook: " + e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            System.exit(1);
        }
    }

    /** Kafka's clients print their whole configuration otherwise. */
    static void quiet() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }

    private static void run(int seconds, List<String> names)
            throws InterruptedException, IOException {
        List<Result> results = new ArrayList<>();
        for (Benchmark benchmark : benchmarks(seconds)) {
            if (names.contains(benchmark.name())) {
                long began = System.nanoTime();
                results.add(
                        benchmark.run(what ->
                                System.err.printf(
                                        "[%3d s] %s: %s%n",
                                        (System.nanoTime() - began) / 1_000_000_000,
                                        benchmark.name(),
                                        what)));
            }
        }
        results.forEach(result -> result.ratios().forEach(System.out::println));
        System.out.println();
        results.forEach(result -> result.details().forEach(System.out::println));
    }

    private static List<Benchmark> benchmarks(int seconds) {
        return List.of(
                new LogBench(seconds),
                new LatencyBench(seconds),
                new ReservationsBench(seconds),
                new HistoryBench(seconds),
                new OrdersBench(seconds));
    }
}
