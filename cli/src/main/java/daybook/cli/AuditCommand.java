package daybook.cli;

import daybook.audit.Audit;
import daybook.audit.AuditFailure;
import daybook.audit.ProviderBooks;
import daybook.audit.Verdict;
import daybook.audit.VerdictText;
import daybook.eventlog.serde.Json;
import daybook.local.StackFailure;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        var options =
                new Audit.Options(
                        Duration.ofSeconds(settleSeconds), Duration.ofSeconds(toleranceSeconds));
        Verdict verdict;
        var line = ProgressLine.onStandardError();
        try {
            verdict = Audit.of(kafka(), options, line::reading);
            if (providerLedger != null) {
                verdict = ProviderBooks.read(providerLedger).compare(verdict);
            }
        } catch (AuditFailure e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        } finally {
            line.clear();
        }
        if (json) {
            out.println(new String(Json.write(verdict), StandardCharsets.UTF_8));
            out.flush();
        } else {
            VerdictText.print(verdict, out);
        }
        return verdict.clean() ? 0 : 1;
    }

    private String kafka() {
        String chosen = bootstrapServers;
        return chosen == null ? stack.ports().kafkaBootstrap() : chosen;
    }
}
