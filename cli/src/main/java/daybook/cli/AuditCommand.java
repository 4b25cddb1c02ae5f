package daybook.cli;

import daybook.audit.Audit;
import daybook.audit.AuditFailure;
import daybook.audit.ProviderBooks;
import daybook.audit.Verdict;
import daybook.audit.VerdictNews;
import daybook.audit.VerdictText;
import daybook.eventlog.serde.Json;
import daybook.local.StackFailure;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./daybook audit}. */
@Command(
        name = "audit",
        description = {
            "Reads the logs themselves and checks that nothing is lost, doubled or invented.",
            "",
            "Versions are contiguous, commands act once, stock is conserved and never negative, money"
                    + " is conserved and matches what was shipped and kept, ended orders hold"
                    + " nothing, every other order waits on a live deadline. May run while the"
                    + " system is at work: what messages under way explain is counted as in flight,"
                    + " not as broken.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:clean", "1:broken, or the logs could not be read"})
final class AuditCommand implements Callable<Integer> {

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(2);

    @Mixin private final StackOptions stack = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "The verdict as JSON, for programs.")
    private boolean json;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Where the logs are (default: the local stack's broker).")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description =
                    "How long to wait for commands in inboxes, before what they may explain is"
                            + " counted as in flight (default: ${DEFAULT-VALUE}).")
    private long settleSeconds;

    @Option(
            names = "--tolerance",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "How late a deadline may fire before its order counts as stuck (default:"
                            + " ${DEFAULT-VALUE}).")
    private long toleranceSeconds;

    @Option(
            names = "--provider-ledger",
            paramLabel = "URL",
            description =
                    "Also compare with the payment simulator's books, such as"
                            + " http://127.0.0.1:8111/simulator/ledger.")
    private @Nullable URI providerLedger;

    @Option(
            names = {"-f", "--follow"},
            description =
                    "Go on with what is written from now on, until Ctrl-C: a line for whatever"
                            + " breaks or heals.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        if (follow && (json || providerLedger != null)) {
            throw new ParameterException(
                    command, "--follow goes with neither --json nor --provider-ledger");
        }
        var line = ProgressLine.onStandardError();
        var options =
                new Audit.Options(
                        Duration.ofSeconds(settleSeconds), Duration.ofSeconds(toleranceSeconds));
        try (Audit audit = Audit.of(kafka(bootstrapServers()), options, line::reading)) {
            return follow
                    ? follow(audit, command.getOut(), line)
                    : once(audit, command.getOut(), line);
        } finally {
            line.clear();
        }
    }

    /** Rounds of its own, so that it needs no running auditor, and can be told where Kafka is. */
    private static int follow(Audit audit, PrintWriter out, ProgressLine line)
            throws InterruptedException {
        Optional<Verdict> before = Optional.empty();
        while (true) {
            try {
                Verdict now = audit.round();
                line.clear();
                VerdictNews.lines(before, now).forEach(out::println);
                out.flush();
                before = Optional.of(now);
            } catch (AuditFailure e) {
                line.note(e.getMessage() + " Trying again.");
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_ROUNDS.toMillis());
        }
    }

    private int once(Audit audit, PrintWriter out, ProgressLine line) throws InterruptedException {
        Verdict verdict;
        try {
            verdict = audit.round();
            if (providerLedger != null) {
                verdict = ProviderBooks.read(providerLedger).compare(verdict);
            }
        } catch (AuditFailure e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        }
        line.clear();
        if (json) {
            out.println(new String(Json.write(verdict), StandardCharsets.UTF_8));
            out.flush();
        } else {
            VerdictText.print(verdict, out);
        }
        return verdict.clean() ? 0 : 1;
    }

    private String bootstrapServers() {
        String chosen = bootstrapServers;
        return chosen == null ? stack.ports().kafkaBootstrap() : chosen;
    }

    static Map<String, Object> kafka(String bootstrapServers) {
        return Map.of("bootstrap.servers", bootstrapServers);
    }
}
