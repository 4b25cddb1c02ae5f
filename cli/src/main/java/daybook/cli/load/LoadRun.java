package daybook.cli.load;

import daybook.cli.imports.Gateway;
import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lets k6 run a scenario, listens to it, and waits until all that was accepted has ended. */
public final class LoadRun {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_BOOKS = Duration.ofSeconds(2);

    private final K6 k6;
    private final Path folder;
    private final Usage usage;
    private final Consumer<String> progress;
    private final RunLog log = new RunLog();

    /**
     * @param folder where the ledger, the summary and what k6 says are written
     * @param progress told about once a second how far it is
     */
    public LoadRun(K6 k6, Path folder, Usage usage, Consumer<String> progress) {
        this.k6 = k6;
        this.folder = folder;
        this.usage = usage;
        this.progress = progress;
    }

    public RunLog log() {
        return log;
    }

    /**
     * Runs the script to its end.
     *
     * @throws StackFailure if k6 could not carry it out; thresholds that were crossed are none
     */
    public Summary run(Path script, Map<String, String> settings)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path summary = folder.resolve("summary.json");
        Path said = folder.resolve("k6.txt");
        Path ledger = folder.resolve("ledger.jsonl");
        var environment = new HashMap<>(settings);
        environment.put("LEDGER", "1");
        environment.put("SUMMARY", summary.toString());
        Process process = k6.start(script, environment, said, ledger);
        var end = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        usage.also("k6", process.pid());
        var tail = new Tail(ledger);
        long began = System.nanoTime();
        boolean over;
        do {
            usage.sample(System.currentTimeMillis());
            over = process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            tail.read(log::add);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            progress.accept("%d s: %s".formatted(seconds, log.progress()));
        } while (!over);
        Runtime.getRuntime().removeShutdownHook(end);
        int code = process.exitValue();
        if ((code != 0 && code != K6.THRESHOLDS_CROSSED) || !Files.exists(summary)) {
            throw new StackFailure(
                    "k6 could not run the scenario (exit code %d): %s"
                            .formatted(code, reason(said)));
        }
        return Summary.read(summary);
    }

    private String reason(Path said) throws IOException {
        String words = Files.readString(said).strip();
        String last = words.substring(words.lastIndexOf('\n') + 1);
        return log.said().stream().findFirst().orElse(last.isEmpty() ? "see " + said : last);
    }

    /**
     * Compares what the customers were told with what the system says, until nothing is amiss or
     * the patience is over: accepted orders need their time to end.
     */
    public Reconciliation settle(Gateway staff, Duration patience) throws InterruptedException {
        var run =
                log.begun()
                        .orElseThrow(() ->
                                new StackFailure("the scenario ended before its first request"));
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            var reconciliation = Reconciliation.of(log, Books.read(staff, run));
            if (reconciliation.clean() || System.nanoTime() > until) {
                return reconciliation;
            }
            progress.accept(
                    "waiting for what was accepted to end: %,d under way"
                            .formatted(reconciliation.unended().size()));
            TimeUnit.NANOSECONDS.sleep(BETWEEN_BOOKS.toNanos());
        }
    }
}
