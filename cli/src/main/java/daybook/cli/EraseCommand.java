package daybook.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook erase CUSTOMER}. */
@Command(
        name = "erase",
        description = {
            "Makes unreadable for ever where a customer's parcels went.",
            "",
            "Destroys the key that the customer's names and addresses are sealed with, in the logs and"
                    + " in all copies of them, and prints the certificate. Logs stay as they are and"
                    + " can be replayed. Orders that are not booked yet are rejected. It cannot be"
                    + " undone. Orders from before addresses were sealed keep theirs.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is erased", "1:it is not, or there is no answer"})
final class EraseCommand implements Callable<Integer> {

    @Mixin private final StackOptions stack = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "CUSTOMER",
            description = "The customer's id, as customerId in the orders says it.")
    private String customer = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, for the certificate: for example the number of the request.")
    private String reason = "";

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (var gateway = new StaffGateway(stack)) {
            certificate(
                    out,
                    gateway.post(
                            "/api/customers/%s/erasure"
                                    .formatted(URLEncoder.encode(customer, StandardCharsets.UTF_8)),
                            Map.of("reason", reason)));
        }
        out.flush();
        return 0;
    }

    private static void certificate(PrintWriter out, JsonNode certificate) {
        out.printf("Certificate of erasure %d%n", certificate.path("number").asLong());
        line(out, "customer", certificate.path("owner").asText());
        line(out, "erased at", certificate.path("at").asText());
        line(out, "everywhere", "by " + certificate.path("everywhereAt").asText());
        line(out, "by", certificate.path("by").asText());
        line(out, "reason", certificate.path("reason").asText());
        certificate.path("keys").forEach(key -> line(out, "key", key.asText()));
        certificate.path("streams").forEach(order -> line(out, "order", order.asText()));
        line(out, "hash", certificate.path("hash").asText());
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-11s %s%n", name, value);
    }
}
