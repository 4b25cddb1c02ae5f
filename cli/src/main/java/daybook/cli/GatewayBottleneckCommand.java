package daybook.cli;

import daybook.local.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./daybook gateway bottleneck}. */
@Command(
        name = "bottleneck",
        description = {
            "Watches the gateway under load and names what holds its requests up.",
            "",
            "Reads the gateway's metrics twice and works out how many requests were in each stage"
                    + " on average. Put load on it meanwhile, with ./daybook load for example.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:watched", "1:there is no answer"})
final class GatewayBottleneckCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin private final StackOptions stack = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long it watches, 1 to 3600 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--metrics",
            paramLabel = "URL",
            description = "The gateway's metrics (default: the local stack's).")
    private @Nullable URI metrics;

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1 || seconds > 3_600) {
            throw new StackFailure(
                    "--seconds must lie between 1 and 3600, but is %d".formatted(seconds));
        }
        var terminal = Terminal.of(spec);
        URI named = metrics;
        URI from =
                named != null
                        ? named
                        : URI.create(
                                "http://127.0.0.1:%d/q/metrics".formatted(stack.ports().gateway()));
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            long began = System.nanoTime();
            String before = read(client, from);
            terminal.say("watching %s for %d s".formatted(from, seconds));
            Thread.sleep(Duration.ofSeconds(seconds));
            String after = read(client, from);
            var between = Duration.ofNanos(System.nanoTime() - began);
            new Bottleneck(before, after, between).lines().forEach(terminal::say);
        }
        return 0;
    }

    private static String read(HttpClient client, URI from) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(from).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            throw new StackFailure("%s answers %d".formatted(from, answer.statusCode()));
        } catch (IOException e) {
            throw new StackFailure("%s cannot be read: %s".formatted(from, e), e);
        }
    }
}
