package daybook.cli.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Percentiles, in milliseconds, of all values there are. */
record Latency(long count, double p50, double p95, double p99, double max) {

    static Latency of(DoubleStream millis) {
        double[] sorted = millis.sorted().toArray();
        return new Latency(
                sorted.length,
                at(sorted, 0.50),
                at(sorted, 0.95),
                at(sorted, 0.99),
                at(sorted, 1.0));
    }

    /** The smallest value that at least this share of all do not exceed. */
    private static double at(double[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted.length == 0 ? 0 : sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    static Latency of(double... millis) {
        return of(Arrays.stream(millis));
    }

    @Override
    public String toString() {
        return count == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "p50 %,.0f ms, p95 %,.0f ms, p99 %,.0f ms, most %,.0f ms",
                        p50,
                        p95,
                        p99,
                        max);
    }
}
