package daybook.cli.footprint;

import daybook.local.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads at a constant rate: whoever is asked has the same work, so that what differs is the CPU
 * time that it takes.
 */
final class Load {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private Load() {}

    /**
     * @return how many were answered with 200
     */
    static int reads(URI url, String token, int perSecond, Duration duration) {
        var answered = new AtomicInteger();
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(ANSWER_LIMIT)
                        .header("Authorization", "Bearer " + token)
                        .build();
        long total = perSecond * duration.toSeconds();
        long began = System.nanoTime();
        try (var http = HttpClient.newHttpClient();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long sent = 0; sent < total; sent++) {
                LockSupport.parkNanos(
                        began + sent * 1_000_000_000L / perSecond - System.nanoTime());
                threads.submit(() -> {
                    if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                        answered.incrementAndGet();
                    }
                    return null;
                });
            }
        }
        if (answered.get() < total / 2) {
            throw new StackFailure(
                    "%d of %d reads of %s were answered".formatted(answered.get(), total, url));
        }
        return answered.get();
    }

    /** A token of a demo user, whose password is the name. */
    static String token(URI tokenUrl, String user) throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=daybook-cli&username=%s&password=%s";
        HttpRequest request =
                HttpRequest.newBuilder(tokenUrl)
                        .timeout(ANSWER_LIMIT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.formatted(user, user)))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            String body = http.send(request, BodyHandlers.ofString()).body();
            return body.replaceAll(".*\"access_token\":\"([^\"]*)\".*", "$1");
        }
    }
}
