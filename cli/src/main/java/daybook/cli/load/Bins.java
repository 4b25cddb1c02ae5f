package daybook.cli.load;

import daybook.cli.load.RunLog.Ended;
import daybook.cli.load.RunLog.Mark;
import daybook.cli.load.RunLog.Placed;
import daybook.cli.load.Usage.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A run cut into equal stretches of time, for plots. */
final class Bins {

    private static final int MOST = 120;

    /** Something that happened, in seconds since the run began. */
    record At(double seconds, String what) {}

    private final LoadResult result;
    private final long from;
    private final int count;
    private final double width;

    Bins(LoadResult result) {
        this.result = result;
        RunLog log = result.log();
        List<Long> moments =
                Stream.of(
                                log.placed().values().stream().map(Placed::at),
                                log.ended().stream().map(Ended::at),
                                log.reads().stream().map(RunLog.Read::at))
                        .flatMap(moment -> moment)
                        .sorted()
                        .toList();
        this.from = moments.isEmpty() ? 0 : moments.getFirst();
        double seconds = moments.isEmpty() ? 1 : (moments.getLast() - from) / 1000.0 + 1;
        this.width = Math.max(1, Math.ceil(seconds / MOST));
        this.count = (int) Math.ceil(seconds / width);
    }

    double seconds() {
        return count * width;
    }

    double width() {
        return width;
    }

    List<At> marks() {
        return result.log().marks().stream()
                .map(mark -> new At((mark.at() - from) / 1000.0, mark.what()))
                .toList();
    }

    /** How many of these moments fall into each stretch, for each second of it. */
    double[] perSecond(LongStream moments) {
        var counts = new double[count];
        moments.mapToInt(this::bin).filter(this::inside).forEach(bin -> counts[bin] += 1 / width);
        return counts;
    }

    /** A percentile of what fell into each stretch; NaN where nothing did. */
    double[] percentile(List<long[]> momentsAndMillis, ToDoubleFunction<Latency> percentile) {
        List<List<Double>> values = new ArrayList<>();
        for (int bin = 0; bin < count; bin++) {
            values.add(new ArrayList<>());
        }
        for (long[] one : momentsAndMillis) {
            int bin = bin(one[0]);
            if (inside(bin)) {
                values.get(bin).add((double) one[1]);
            }
        }
        return values.stream()
                .mapToDouble(some ->
                        some.isEmpty()
                                ? Double.NaN
                                : percentile.applyAsDouble(
                                        Latency.of(some.stream().mapToDouble(Double::doubleValue))))
                .toArray();
    }

    /** What a process used in each stretch, in percent of one core. */
    double[] cpu(String process) {
        var used = new double[count];
        Arrays.fill(used, Double.NaN);
        List<Sample> samples = result.usage().samples();
        for (int i = 1; i < samples.size(); i++) {
            int bin = bin(samples.get(i).at());
            if (inside(bin)) {
                double millis =
                        cpu(samples.get(i), process)
                                .minus(cpu(samples.get(i - 1), process))
                                .toMillis();
                used[bin] =
                        (Double.isNaN(used[bin]) ? 0 : used[bin])
                                + Math.max(0, millis) / 10 / width;
            }
        }
        return used;
    }

    private static Duration cpu(Sample sample, String process) {
        return sample.cpu().getOrDefault(process, Duration.ZERO);
    }

    static LongStream moments(List<Mark> marks) {
        return marks.stream().mapToLong(Mark::at);
    }

    private int bin(long moment) {
        return (int) Math.floor((moment - from) / 1000.0 / width);
    }

    private boolean inside(int bin) {
        return bin >= 0 && bin < count;
    }
}
