package daybook.simulators.payment;

import daybook.simulators.journal.Entry;
import daybook.simulators.journal.Records;
import daybook.simulators.server.Answer;
import daybook.simulators.server.Operation;
import daybook.simulators.server.Provider;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Stripe's PaymentIntents and Refunds, with Stripe's idempotency keys.
 *
 * @see <a href="https://docs.stripe.com/api/idempotent_requests">Stripe: idempotent requests</a>
 */
public final class PaymentProvider implements Provider {

    private static final String KEY = "Idempotency-Key";
    private static final int MAX_KEY_LENGTH = 255;

    private final PaymentTotals totals = new PaymentTotals();
    private final Set<String> keysInProgress = new HashSet<>();
    private final Records records;
    private final PaymentRules rules;

    private PaymentProvider(Path journal, InstantSource clock) throws IOException {
        records = Records.open(journal, totals);
        rules = new PaymentRules(records, clock);
    }

    /**
     * Opens the journal of payments in the directory.
     *
     * @throws IOException if the journal cannot be used
     */
    public static PaymentProvider open(Path directory, InstantSource clock) throws IOException {
        return new PaymentProvider(directory.resolve("payments.jsonl"), clock);
    }

    @Override
    public String name() {
        return "payment provider";
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.post("/v1/payment_intents", changing(rules::create)),
                Operation.get("/v1/payment_intents/:id", this::showPayment),
                Operation.post("/v1/payment_intents/:id/confirm", changing(rules::confirm)),
                Operation.post("/v1/payment_intents/:id/capture", changing(rules::capture)),
                Operation.post("/v1/payment_intents/:id/cancel", changing(rules::cancel)),
                Operation.post("/v1/refunds", changing(rules::refund)),
                Operation.get("/v1/refunds/:id", this::showRefund));
    }

    @Override
    public Optional<Answer> admit(RoutingContext request) {
        if (!apiKey(request).startsWith("sk_test_")) {
            return Optional.of(failure(401, "Give a test key: Authorization: Bearer sk_test_..."));
        }
        var key = key(request);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (key.length() > MAX_KEY_LENGTH) {
            return Optional.of(
                    failure(400, KEY + " has more than " + MAX_KEY_LENGTH + " characters."));
        }
        if (keysInProgress.contains(key)) {
            return Optional.of(keyError(409, "Another request with this key is in progress."));
        }
        var first = records.answered(key);
        if (first.isPresent()) {
            return Optional.of(replay(first.get(), request));
        }
        keysInProgress.add(key);
        return Optional.empty();
    }

    @Override
    public void finished(RoutingContext request) {
        keysInProgress.remove(key(request));
    }

    @Override
    public Answer failure(int status, String message) {
        var type = status >= 500 ? "api_error" : "invalid_request_error";
        return StripeShapes.error(
                status, new JsonObject().put("type", type).put("message", message));
    }

    @Override
    public JsonObject ledger() {
        return totals.toJson();
    }

    @Override
    public long ledgerEntries(long from, Consumer<JsonObject> visitor) {
        return records.scanLatest(
                from,
                object -> {
                    if (Payment.isPayment(object)) {
                        visitor.accept(PaymentTotals.line(Payment.of(object)));
                    }
                });
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private Function<RoutingContext, Answer> changing(Function<RoutingContext, Entry> rule) {
        return request -> {
            try {
                var outcome = rule.apply(request);
                var entry =
                        new Entry(
                                key(request),
                                Form.fingerprint(request),
                                outcome.status(),
                                outcome.error(),
                                outcome.objects());
                records.commit(entry);
                return StripeShapes.answer(entry);
            } catch (BadParameter e) {
                return e.toAnswer();
            }
        };
    }

    private Answer replay(Entry first, RoutingContext request) {
        if (!first.fingerprint().equals(Form.fingerprint(request))) {
            return keyError(
                    400,
                    "This key was first used with another path or other parameters: use a new key"
                            + " for a different request.");
        }
        var answer = StripeShapes.answer(first);
        return new Answer(answer.status(), answer.body(), Map.of("Idempotent-Replayed", "true"));
    }

    private static Answer keyError(int status, String message) {
        var error = new JsonObject().put("type", "idempotency_error").put("message", message);
        if (status == 409) {
            error.put("code", "idempotency_key_in_use");
        }
        return StripeShapes.error(status, error);
    }

    private Answer showPayment(RoutingContext request) {
        try {
            var payment = rules.payment(request.pathParam("id"), "intent");
            return new Answer(200, StripeShapes.object(payment.toJson()));
        } catch (BadParameter e) {
            return e.toAnswer();
        }
    }

    private Answer showRefund(RoutingContext request) {
        var id = request.pathParam("id");
        return records.find(id)
                .filter(object -> !Payment.isPayment(object))
                .map(object -> new Answer(200, StripeShapes.object(object)))
                .orElseGet(() -> BadParameter.missing("refund", "id", id).toAnswer());
    }

    /** Keys on GET have no effect. */
    private static String key(RoutingContext request) {
        var key = request.request().getHeader(KEY);
        return key == null || !request.request().method().name().equals("POST") ? "" : key;
    }

    /** Bearer, or Basic with the key as user name. */
    private static String apiKey(RoutingContext request) {
        var header = request.request().getHeader("Authorization");
        if (header == null) {
            return "";
        }
        if (header.startsWith("Bearer ")) {
            return header.substring("Bearer ".length());
        }
        return new String(
                header.startsWith("Basic ")
                        ? Base64.getMimeDecoder().decode(header.substring("Basic ".length()))
                        : new byte[0],
                StandardCharsets.UTF_8);
    }
}
