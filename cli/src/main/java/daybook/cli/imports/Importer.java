package daybook.cli.imports;

import daybook.cli.imports.ImportRun.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.Map;
import java.util.function.Consumer;

/** An import from the file to the report. */
public final class Importer {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Where the gateway is, and as whom to speak to it.
     *
     * @param patience how long to wait for a gateway that does not answer
     */
    public record Access(
            URI gateway,
            URI tokenUrl,
            String clientId,
            String clientSecret,
            int concurrency,
            Duration patience) {}

    /** Told how far the import is: a text, and a fraction from 0 to 1. */
    @FunctionalInterface
    public interface Progress {
        void at(double fraction, String text);
    }

    private final Access access;
    private final ImportRun.Settings settings;
    private final Progress progress;
    private final Consumer<String> notes;

    public Importer(Access access, Settings settings, Progress progress, Consumer<String> notes) {
        this.access = access;
        this.settings = settings;
        this.progress = progress;
        this.notes = notes;
    }

    /**
     * @param folder for the journal
     * @return whether every line is accounted for
     * @throws GatewayFailure if the gateway gives no answers for too long
     */
    public boolean run(OrderFile file, Path folder, Path reportFile, PrintWriter out)
            throws InterruptedException, IOException {
        Plan plan = Planner.plan(file.rows());
        Map<String, Outcome> outcomes;
        try (HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build()) {
            outcomes = importRun(http, file, plan, folder).run();
        }
        Currency currency = Currency.getInstance(settings.currency());
        var ledger = new Ledger(file.rows(), plan, outcomes);
        var report = new Report(ledger, file.rows(), currency);
        report.print(out);
        report.write(reportFile);
        return ledger.balanced();
    }

    private ImportRun importRun(HttpClient http, OrderFile file, Plan plan, Path folder) {
        var gateway = Gateway.of(http, access, notes);
        var journal = Journal.open(folder.resolve("journal.tsv"));
        if (journal.size() > 0) {
            notes.accept(
                    "%d orders of this file were placed before; following them"
                            .formatted(journal.size()));
        }
        var counts = new ImportProgress(plan.demand().size(), plan.orders().size(), progress::at);
        return new ImportRun(
                gateway,
                plan,
                settings.importOf(file),
                settings,
                journal,
                Patience.Pauses::sleep,
                counts);
    }
}
