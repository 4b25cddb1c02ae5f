package daybook.audit;

import daybook.eventlog.serde.Json;
import daybook.eventlog.serde.UnreadableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the payment provider says that it holds, took, let go and gave back, over all currencies, in
 * minor units: the totals of the simulator's {@code GET /simulator/ledger}.
 */
public record ProviderBooks(
        long authorisedMinor, long capturedMinor, long voidedMinor, long refundedMinor) {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /**
     * Asks for the totals.
     *
     * @throws AuditFailure if it does not give them
     */
    public static ProviderBooks read(URI ledger) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(ledger).timeout(ANSWER).build();
            HttpResponse<byte[]> response =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new AuditFailure(ledger + " answered " + response.statusCode());
            }
            return Json.read(response.body(), ProviderBooks.class);
        } catch (IOException | IllegalArgumentException | UnreadableException e) {
            throw new AuditFailure("%s gives no ledger: %s".formatted(ledger, e.getMessage()), e);
        }
    }

    /**
     * The verdict with what the provider's books differ in. While orders are under way the provider
     * may be ahead of the logs, so nothing is compared then, which is noted.
     */
    public Verdict compare(Verdict verdict) {
        if (!verdict.inFlight().isEmpty()) {
            return verdict.with(
                    new Verdict.Note(
                            "provider's books, not compared while work is under way",
                            1,
                            List.of()));
        }
        Verdict.Money ours =
                verdict.money().values().stream().reduce(Verdict.Money.NONE, Verdict.Money::plus);
        List<Finding> findings = new ArrayList<>();
        compare(verdict.at(), findings, "authorised", ours.authorised(), authorisedMinor);
        compare(verdict.at(), findings, "captured", ours.captured(), capturedMinor);
        compare(verdict.at(), findings, "voided", ours.voided(), voidedMinor);
        compare(verdict.at(), findings, "refunded", ours.refunded(), refundedMinor);
        return verdict.with(findings);
    }

    private static void compare(
            Instant at, List<Finding> findings, String what, long oursMinor, long theirsMinor) {
        if (oursMinor != theirsMinor) {
            findings.add(
                    new Finding(
                            Rule.PROVIDER_AGREES,
                            "payment",
                            "all payments",
                            "",
                            at,
                            "%s: %d by our log, %d by the provider (minor units)"
                                    .formatted(what, oursMinor, theirsMinor)));
        }
    }
}
