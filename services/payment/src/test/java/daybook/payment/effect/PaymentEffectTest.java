package daybook.payment.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import daybook.contracts.payment.PaymentCommand;
import daybook.contracts.payment.PaymentCommand.RecordAuthorised;
import daybook.contracts.payment.PaymentCommand.RecordCaptureFailed;
import daybook.contracts.payment.PaymentCommand.RecordCaptured;
import daybook.contracts.payment.PaymentCommand.RecordDeclined;
import daybook.contracts.payment.PaymentCommand.RecordRefundFailed;
import daybook.contracts.payment.PaymentCommand.RecordRefunded;
import daybook.contracts.payment.PaymentCommand.RecordVoided;
import daybook.contracts.payment.PaymentEvent;
import daybook.contracts.payment.PaymentEvent.AuthorisationRequested;
import daybook.contracts.payment.PaymentEvent.CaptureRequested;
import daybook.contracts.payment.PaymentEvent.PaymentVoided;
import daybook.contracts.payment.PaymentEvent.RefundRequested;
import daybook.contracts.payment.PaymentEvent.VoidRequested;
import daybook.contracts.payment.PaymentEvent.VoidScheduled;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(EffectOnlyProfile.class)
class PaymentEffectTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Inject PaymentEffect effect;
    @Inject CircuitBreakerMaintenance breakers;
    @Inject PaymentProviderConfig config;

    private SimulatedProvider provider;
    private final String orderId = UUID.randomUUID().toString();

    @BeforeEach
    void a_healthy_provider() {
        provider = new SimulatedProvider(config.url().toString());
        provider.behave();
        breakers.resetAll();
    }

    @Test
    void an_amount_is_held() {
        String reference = authorise();

        assertThat(provider.payments(orderId))
                .singleElement()
                .satisfies(payment -> {
                    assertThat(payment.getString("id")).isEqualTo(reference);
                    assertThat(payment.getString("status")).isEqualTo("requires_capture");
                    assertThat(payment.getString("currency")).isEqualTo("gbp");
                    assertThat(payment.getLong("authorisedMinor")).isEqualTo(1099);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_visa_chargeDeclinedInsufficientFunds, 1099, insufficient_funds",
        "pm_card_chargeDeclinedExpiredCard, 1099, expired_card",
        "pm_card_unheard_of, 1099, resource_missing",
        "pm_card_visa, 1, amount_too_small",
    })
    void what_the_provider_refuses_is_declined(String method, long amountMinor, String reason) {
        assertThat(apply(1, new AuthorisationRequested("c-1", amountMinor, "GBP", method)))
                .contains(new RecordDeclined(reason));
    }

    @Test
    void an_event_that_is_seen_again_holds_nothing_more() {
        String reference = authorise();

        assertThat(authorise()).isEqualTo(reference);
        assertThat(provider.payments(orderId)).hasSize(1);
    }

    @Test
    void a_held_amount_is_captured() {
        String reference = authorise();

        assertThat(apply(3, new CaptureRequested(reference, 1099))).contains(new RecordCaptured());
        assertThat(booked("capturedMinor")).isEqualTo(1099);
    }

    @Test
    void a_payment_that_is_captured_already_is_captured() {
        String reference = authorise();
        apply(3, new CaptureRequested(reference, 1099));

        assertThat(apply(4, new CaptureRequested(reference, 1099))).contains(new RecordCaptured());
        assertThat(booked("capturedMinor")).isEqualTo(1099);
    }

    @Test
    void a_cancelled_payment_cannot_be_captured() {
        String reference = authorise();
        apply(3, new VoidRequested(reference));

        assertThat(apply(4, new CaptureRequested(reference, 1099)))
                .contains(new RecordCaptureFailed("payment_intent_unexpected_state"));
        assertThat(apply(5, new CaptureRequested("pi_unheard_of", 1099)))
                .contains(new RecordCaptureFailed("resource_missing"));
    }

    @Test
    void a_held_amount_is_let_go() {
        String reference = authorise();

        assertThat(apply(3, new VoidRequested(reference))).contains(new RecordVoided());
        assertThat(apply(4, new VoidRequested(reference)))
                .as("let go already")
                .contains(new RecordVoided());
        assertThat(booked("voidedMinor")).isEqualTo(1099);
    }

    @Test
    void a_captured_payment_that_is_to_be_let_go_needs_a_person() {
        String reference = authorise();
        apply(3, new CaptureRequested(reference, 1099));

        assertThatExceptionOfType(UnexpectedAnswerException.class)
                .isThrownBy(() -> apply(4, new VoidRequested(reference)))
                .withMessageContaining(reference)
                .withMessageContaining("succeeded");
    }

    @Test
    void captured_money_is_refunded_in_parts_and_no_further() {
        String reference = authorise();
        apply(3, new CaptureRequested(reference, 1099));

        assertThat(apply(5, new RefundRequested("r-1", reference, 1000)))
                .contains(new RecordRefunded("r-1"));
        assertThat(apply(5, new RefundRequested("r-1", reference, 1000)))
                .as("the same refund")
                .contains(new RecordRefunded("r-1"));
        assertThat(apply(7, new RefundRequested("r-2", reference, 100)))
                .contains(new RecordRefundFailed("r-2", "amount_too_large"));
        assertThat(booked("refundedMinor")).isEqualTo(1000);
    }

    @Test
    void what_asks_for_no_call_makes_none() {
        provider.misbehave(new JsonObject().put("mode", "error"));

        assertThat(apply(2, new VoidScheduled())).isEmpty();
        assertThat(apply(2, new PaymentVoided(1099))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"twice", "reset", "error", "hang"})
    void an_answer_that_is_lost_is_asked_for_again(String mode) {
        provider.misbehave(new JsonObject().put("mode", mode).put("count", 2));

        String reference = authorise();

        assertThat(provider.payments(orderId))
                .singleElement()
                .satisfies(payment -> assertThat(payment.getString("id")).isEqualTo(reference));
    }

    @Test
    void a_refund_whose_answer_is_lost_is_made_once() {
        String reference = authorise();
        apply(3, new CaptureRequested(reference, 1099));
        provider.misbehave(new JsonObject().put("mode", "twice").put("count", 2));

        assertThat(apply(5, new RefundRequested("r-1", reference, 300)))
                .contains(new RecordRefunded("r-1"));
        assertThat(booked("refundedMinor")).isEqualTo(300);
    }

    @Test
    void a_provider_that_stays_away_declines_nothing() {
        provider.misbehave(new JsonObject().put("mode", "error"));
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(this::authorise)
                .withMessageContaining("500");

        provider.behave();
        provider.misbehave(new JsonObject().put("mode", "hang"));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(this::authorise);

        provider.behave();
        assertThat(authorise()).startsWith("pi_");
    }

    @Test
    void a_breaker_spares_a_provider_that_fails_and_closes_again() {
        provider.misbehave(new JsonObject().put("mode", "error"));
        List<Throwable> failures =
                IntStream.range(0, 10).mapToObj(_ -> catchThrowable(this::authorise)).toList();
        assertThat(failures.getFirst()).isInstanceOf(ProviderUnavailableException.class);
        assertThat(failures.getLast()).isInstanceOf(CircuitBreakerOpenException.class);

        provider.behave();
        assertThat(eventually(this::authorise)).startsWith("pi_");
    }

    @Test
    void refusals_do_not_open_the_breaker() {
        for (int version = 1; version <= 30; version++) {
            apply(
                    version,
                    new AuthorisationRequested("c-1", 1099, "GBP", "pm_card_chargeDeclined"));
        }
        assertThat(apply(31, new AuthorisationRequested("c-1", 1099, "GBP", "pm_card_visa")))
                .get()
                .isInstanceOf(RecordAuthorised.class);
    }

    private String authorise() {
        var outcome = apply(1, new AuthorisationRequested("c-1", 1099, "GBP", "pm_card_visa"));
        return ((RecordAuthorised) outcome.orElseThrow()).providerReference();
    }

    private long booked(String field) {
        return provider.payments(orderId).getFirst().getLong(field);
    }

    private Optional<PaymentCommand> apply(long version, PaymentEvent event) {
        return effect.apply(
                        new Envelope<>(
                                orderId,
                                version,
                                "",
                                1,
                                Instant.EPOCH,
                                "",
                                "",
                                Optional.empty(),
                                Optional.empty(),
                                new Position(0, version),
                                event))
                .await()
                .atMost(DEADLINE);
    }

    /** As the effect's runner does: until the breaker lets it through. */
    private static <T> T eventually(Supplier<T> call) {
        return Uni.createFrom()
                .item(call)
                .runSubscriptionOn(ForkJoinPool.commonPool())
                .onFailure(CircuitBreakerOpenException.class)
                .retry()
                .withBackOff(Duration.ofMillis(20))
                .expireIn(DEADLINE.toMillis())
                .await()
                .atMost(DEADLINE);
    }
}
