package daybook.cli.faults;

import daybook.audit.Audit;
import daybook.audit.LogEntry;
import daybook.audit.ProviderBooks;
import daybook.audit.Verdict;
import daybook.cli.faults.Attempt.Outcome;
import daybook.cli.faults.Checker.Stage;
import daybook.local.Ports;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What is done once everything is mended: wait, ask, look. */
final class Aftermath {

    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
    private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Audit.Options AUDIT =
            new Audit.Options(Duration.ofSeconds(5), Duration.ofMinutes(1));

    /** Whose operations the clients can look at. */
    private static final Map<String, String> PATHS =
            Map.of("order", "/orders/", "inventory", "/stock/");

    private final Ports ports;
    private final Wire wire;
    private final History history;

    Aftermath(Ports ports, Wire wire, History history) {
        this.ports = ports;
        this.wire = wire;
        this.history = history;
    }

    /** Waits until nothing is under way any more, within reason, and says what it found then. */
    Verdict settle() throws InterruptedException {
        long deadline = System.nanoTime() + SETTLED_WITHIN.toNanos();
        Verdict verdict = audit();
        while (underWay(verdict) && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
            verdict = audit();
        }
        return ProviderBooks.read(Ports.url(ports.paymentSimulator()).resolve("/simulator/ledger"))
                .compare(verdict);
    }

    private Verdict audit() {
        Map<String, Object> kafka = Map.of("bootstrap.servers", ports.kafkaBootstrap());
        try (Audit audit = Audit.of(kafka, AUDIT, (_, _, _) -> {})) {
            return audit.round();
        }
    }

    private static boolean underWay(Verdict verdict) {
        return !verdict.inFlight().isEmpty()
                || verdict.logs().stream().anyMatch(log -> log.waiting() > 0);
    }

    Stage stage() {
        List<LogEntry> entries =
                PATHS.keySet().stream()
                        .flatMap(service -> LogEntry.all(ports.kafkaBootstrap(), service).stream())
                        .toList();
        return new Stage(history.attempts(), entries);
    }

    /** Sends the commands once more, each until it has a definite answer, within reason. */
    void repeat(Collection<Request> commands) throws InterruptedException {
        long deadline = System.nanoTime() + ANSWERED_WITHIN.toNanos();
        for (Request command : commands) {
            while (!wire.send(command).outcome().definite() && System.nanoTime() < deadline) {
                TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    /** Looks, as staff, at everything that the log tells of, once the rows are as new as that. */
    void look(Stage stage) throws InterruptedException {
        long deadline = System.nanoTime() + ANSWERED_WITHIN.toNanos();
        Map<String, LogEntry> last = new LinkedHashMap<>();
        events(stage).forEach(event -> last.put(event.service() + " " + event.streamId(), event));
        for (LogEntry event : last.values()) {
            while (look(event) == Outcome.UNANSWERED && System.nanoTime() < deadline) {
                TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    private static Stream<LogEntry> events(Stage stage) {
        return stage.log().stream().filter(LogEntry::isEvent);
    }

    private Outcome look(LogEntry event) throws InterruptedException {
        var request =
                new Request(
                        Attempt.STAFF,
                        0,
                        Attempt.LOOK,
                        "olivia",
                        event.service(),
                        event.streamId(),
                        PATHS.get(event.service()) + event.streamId(),
                        "",
                        "",
                        "");
        return wire.look(request, event.position().toString()).outcome();
    }
}
