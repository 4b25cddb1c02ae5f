package daybook.cli.storage;

import daybook.cli.storage.StoragePlan.Load;
import daybook.local.StackFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a plan and prints it. */
public final class StoragePlanner {

    /** With fewer, a mean says nothing. */
    private static final int FEWEST_ORDERS = 10;

    /** What the arithmetic may be off, as a share of what is measured. */
    private static final double TOLERANCE = 0.1;

    private final Load load;
    private final PrintWriter out;
    private final Consumer<String> progress;

    /**
     * @param queries how many of a kind come with each order
     * @param progress told what is being done
     * @throws StackFailure if there is no such kind
     */
    public StoragePlanner(
            double ordersPerDay,
            double years,
            int copies,
            double peak,
            Map<String, Double> queries,
            PrintWriter out,
            Consumer<String> progress) {
        this.load = new Load(ordersPerDay, years, copies, peak, kinds(queries));
        this.out = out;
        this.progress = progress;
    }

    private static Map<Query, Double> kinds(Map<String, Double> queries) {
        Map<Query, Double> kinds = new EnumMap<>(Query.class);
        queries.forEach((code, perOrder) ->
                kinds.put(
                        Arrays.stream(Query.values())
                                .filter(query -> query.code().equals(code))
                                .findFirst()
                                .orElseThrow(() ->
                                        new StackFailure(
                                                "--queries: there is no kind '%s'; there are %s"
                                                        .formatted(
                                                                code,
                                                                Arrays.stream(Query.values())
                                                                        .map(Query::code)
                                                                        .toList()))),
                        perOrder));
        return kinds;
    }

    /**
     * @param entries that an order leaves in the logs
     * @param bytes of an entry on disk
     */
    public void given(double entries, double bytes) {
        var order = new PerOrder("all.events", entries, 0, entries * bytes);
        var plan = new StoragePlan(List.of(order), 0, load, Machine.ASSUMED);
        print(plan, new StorageText(plan, out));
        out.flush();
    }

    /**
     * @return false if the numbers were to be verified and are wrong
     */
    public boolean measured(String bootstrap, Optional<Databases> databases, boolean verify)
            throws IOException, InterruptedException {
        List<TopicSample> samples;
        try (var sampler = new LogSampler(bootstrap)) {
            samples = sampler.sample(topic -> progress.accept("reading " + topic));
        }
        double orders = PerOrder.orders(samples);
        if (orders < FEWEST_ORDERS) {
            throw new StackFailure(
                    "the logs hold %.0f orders, and %d at least are needed: ./daybook import samples/orders.csv, or give --entries and --bytes"
                            .formatted(orders, FEWEST_ORDERS));
        }
        Optional<StorageCheck.Result> check = Optional.empty();
        if (verify) {
            check = Optional.of(check(samples));
        }
        double databaseBytes = databases.map(Databases::bytes).orElse(0L) / orders;
        out.printf("Measured: about %s orders at %s%n", StorageText.count(orders), bootstrap);
        var plan =
                new StoragePlan(
                        PerOrder.of(samples),
                        databaseBytes,
                        load,
                        check.map(StorageCheck.Result::machine).orElse(Machine.ASSUMED));
        var text = new StorageText(plan, out);
        text.sizes();
        text.encodings(samples);
        print(plan, text);
        boolean good = check.map(this::compare).orElse(true);
        out.flush();
        return good;
    }

    private StorageCheck.Result check(List<TopicSample> samples)
            throws IOException, InterruptedException {
        TopicSample largest =
                samples.stream()
                        .filter(sample -> sample.topic().endsWith(".events"))
                        .max(Comparator.comparing(TopicSample::recordCount))
                        .orElseThrow();
        try (var check = new StorageCheck()) {
            return check.run(largest, progress);
        }
    }

    private void print(StoragePlan plan, StorageText text) {
        text.load();
        text.recovery();
        text.queries();
        out.printf(
                "%nReckoned with %,.0f entries read one after the other a second, %.1f ms for one at a place of its own,%n%,.0f commands a second for a replica.%n",
                plan.machine().scannedPerSecond(),
                plan.machine().pointReadMillis(),
                plan.machine().commandsPerSecond());
    }

    private boolean compare(StorageCheck.Result check) {
        out.printf("%nVerified on a broker of its own, batches of %d%n", check.batch());
        boolean good = true;
        for (StorageCheck.Size size : check.sizes()) {
            double off = size.predicted() / size.measured() - 1;
            good &= Math.abs(off) <= TOLERANCE;
            out.printf(
                    "  %-8s %8.0f bytes an entry computed, %8.0f stored (%+.1f %%)%n",
                    size.codec().name, size.predicted(), size.measured(), off * 100);
        }
        out.printf(
                good
                        ? "  The arithmetic holds.%n"
                        : "  The arithmetic is off by more than a tenth: do not trust the sizes.%n");
        return good;
    }
}
