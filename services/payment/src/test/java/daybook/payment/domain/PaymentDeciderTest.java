package daybook.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.payment.PaymentCommand;
import daybook.contracts.payment.PaymentCommand.AuthorisePayment;
import daybook.contracts.payment.PaymentCommand.CapturePayment;
import daybook.contracts.payment.PaymentCommand.RecordAuthorised;
import daybook.contracts.payment.PaymentCommand.RecordCaptureFailed;
import daybook.contracts.payment.PaymentCommand.RecordCaptured;
import daybook.contracts.payment.PaymentCommand.RecordDeclined;
import daybook.contracts.payment.PaymentCommand.RecordRefundFailed;
import daybook.contracts.payment.PaymentCommand.RecordRefunded;
import daybook.contracts.payment.PaymentCommand.RecordVoided;
import daybook.contracts.payment.PaymentCommand.RefundPayment;
import daybook.contracts.payment.PaymentCommand.VoidPayment;
import daybook.contracts.payment.PaymentEvent;
import daybook.contracts.payment.PaymentEvent.AuthorisationRequested;
import daybook.contracts.payment.PaymentEvent.CaptureFailed;
import daybook.contracts.payment.PaymentEvent.CaptureRequested;
import daybook.contracts.payment.PaymentEvent.PaymentAuthorised;
import daybook.contracts.payment.PaymentEvent.PaymentCaptured;
import daybook.contracts.payment.PaymentEvent.PaymentDeclined;
import daybook.contracts.payment.PaymentEvent.PaymentRefunded;
import daybook.contracts.payment.PaymentEvent.PaymentVoided;
import daybook.contracts.payment.PaymentEvent.RefundFailed;
import daybook.contracts.payment.PaymentEvent.RefundRequested;
import daybook.contracts.payment.PaymentEvent.VoidRequested;
import daybook.contracts.payment.PaymentEvent.VoidScheduled;
import daybook.eventlog.Decision.Reason;
import daybook.eventlog.TypeTable;
import daybook.eventlog.serde.Json;
import daybook.eventlog.testing.DeciderSpec;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentDeciderTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> none =
            DeciderSpec.of(new PaymentDecider());
    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> authorising =
            none.given(new AuthorisationRequested("c-1", 500, "GBP", "pm_card_visa"));
    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> declined =
            authorising.given(new PaymentDeclined("insufficient_funds"));
    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> authorised =
            authorising.given(new PaymentAuthorised("pi_1", 500));
    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> voiding =
            authorised.given(new VoidRequested("pi_1"));
    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> voided =
            voiding.given(new PaymentVoided(500));
    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> capturing =
            authorised.given(new CaptureRequested("pi_1", 500));
    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> uncaptured =
            capturing.given(new CaptureFailed("expired"));
    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> captured =
            capturing.given(new PaymentCaptured(500));
    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> refunding =
            captured.given(new RefundRequested("r-1", "pi_1", 200));
    private static final DeciderSpec<PaymentCommand, PaymentState, PaymentEvent> refunded =
            refunding.given(new PaymentRefunded("r-1", 200));

    @Test
    void an_authorisation_is_asked_of_the_provider() {
        none.when(new AuthorisePayment("c-1", 500, "GBP", "pm_card_visa"), NOON)
                .then(new AuthorisationRequested("c-1", 500, "GBP", "pm_card_visa"))
                .thenNoDeadline();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void an_amount_is_at_least_one(long amount) {
        none.when(new AuthorisePayment("c-1", amount, "GBP", "pm_card_visa"), NOON)
                .thenRejected(Reason.INVALID, "amount-not-positive")
                .naming(String.valueOf(amount));
        captured.when(new RefundPayment("r-1", amount), NOON).thenRejected("amount-not-positive");
    }

    @Test
    void an_authorisation_is_asked_once() {
        var again = new AuthorisePayment("c-1", 500, "GBP", "pm_card_visa");
        for (var spec : List.of(authorising, declined, authorised, voided, captured)) {
            spec.when(again, NOON).thenUnchanged();
        }
    }

    @Test
    void the_provider_authorises_or_declines() {
        authorising
                .when(new RecordAuthorised("pi_1"), NOON)
                .then(new PaymentAuthorised("pi_1", 500));
        authorising
                .when(new RecordDeclined("insufficient_funds"), NOON)
                .then(new PaymentDeclined("insufficient_funds"));
    }

    @Test
    void a_held_payment_can_be_captured() {
        authorised.when(new CapturePayment(), NOON).then(new CaptureRequested("pi_1", 500));
        capturing.when(new RecordCaptured(), NOON).then(new PaymentCaptured(500));
        capturing.when(new RecordCaptureFailed("expired"), NOON).then(new CaptureFailed("expired"));
    }

    @Test
    void a_capture_is_asked_once() {
        capturing.when(new CapturePayment(), NOON).thenUnchanged();
        captured.when(new CapturePayment(), NOON).thenUnchanged();
    }

    @Test
    void a_failed_capture_can_be_tried_again() {
        uncaptured.when(new CapturePayment(), NOON).then(new CaptureRequested("pi_1", 500));
    }

    @Test
    void what_is_not_held_cannot_be_captured() {
        for (var spec : List.of(none, authorising, declined, voiding, voided)) {
            spec.when(new CapturePayment(), NOON)
                    .thenRejected(Reason.CONFLICT, "nothing-authorised");
        }
    }

    @Test
    void a_held_payment_can_be_voided() {
        authorised.when(new VoidPayment(), NOON).then(new VoidRequested("pi_1"));
        uncaptured.when(new VoidPayment(), NOON).then(new VoidRequested("pi_1"));
        voiding.when(new RecordVoided(), NOON).then(new PaymentVoided(500));
        uncaptured
                .given(new VoidRequested("pi_1"))
                .when(new RecordVoided(), NOON)
                .then(new PaymentVoided(500));
    }

    @Test
    void a_void_waits_for_the_answer_to_the_authorisation() {
        var scheduled = authorising.when(new VoidPayment(), NOON).then(new VoidScheduled()).after();
        scheduled.when(new VoidPayment(), NOON).thenUnchanged();
        scheduled
                .when(new RecordAuthorised("pi_1"), NOON)
                .then(new PaymentAuthorised("pi_1", 500), new VoidRequested("pi_1"))
                .thenState(new PaymentState.Voiding("pi_1", 500));
        scheduled
                .when(new RecordDeclined("insufficient_funds"), NOON)
                .then(new PaymentDeclined("insufficient_funds"));
    }

    @Test
    void a_void_is_asked_once_and_only_if_something_is_held() {
        for (var spec : List.of(declined, voiding, voided)) {
            spec.when(new VoidPayment(), NOON).thenUnchanged();
        }
        none.when(new VoidPayment(), NOON).thenRejected(Reason.NOT_FOUND, "no-such-payment");
    }

    @Test
    void captured_money_is_refunded_and_not_voided() {
        capturing.when(new VoidPayment(), NOON).thenRejected(Reason.CONFLICT, "already-captured");
        captured.when(new VoidPayment(), NOON).thenRejected(Reason.CONFLICT, "already-captured");
    }

    @Test
    void captured_money_can_be_refunded_in_parts() {
        captured.when(new RefundPayment("r-1", 200), NOON)
                .then(new RefundRequested("r-1", "pi_1", 200));
        refunding.when(new RecordRefunded("r-1"), NOON).then(new PaymentRefunded("r-1", 200));
        for (var spec : List.of(refunding, refunded)) {
            spec.when(new RefundPayment("r-2", 300), NOON)
                    .then(new RefundRequested("r-2", "pi_1", 300));
        }
    }

    @Test
    void a_refund_is_asked_once() {
        refunding.when(new RefundPayment("r-1", 200), NOON).thenUnchanged();
        refunded.when(new RefundPayment("r-1", 200), NOON).thenUnchanged();
    }

    @Test
    void no_more_is_refunded_than_was_captured() {
        for (var spec : List.of(refunding, refunded)) {
            spec.when(new RefundPayment("r-2", 301), NOON)
                    .then(new RefundFailed("r-2", "301 asked, 300 left to refund"))
                    .thenState(spec.state());
        }
    }

    @Test
    void a_failed_refund_frees_its_amount() {
        var failed =
                refunding
                        .when(new RecordRefundFailed("r-1", "charge_disputed"), NOON)
                        .then(new RefundFailed("r-1", "charge_disputed"))
                        .thenState(captured.state())
                        .after();
        failed.when(new RefundPayment("r-1", 500), NOON)
                .then(new RefundRequested("r-1", "pi_1", 500));
    }

    @Test
    void a_refund_without_a_capture_fails_or_comes_too_early() {
        for (var spec : List.of(declined, voiding, voided, uncaptured)) {
            spec.when(new RefundPayment("r-1", 200), NOON)
                    .then(new RefundFailed("r-1", "nothing was captured"))
                    .thenState(spec.state());
        }
        for (var spec : List.of(authorising, authorised, capturing)) {
            spec.when(new RefundPayment("r-1", 200), NOON)
                    .thenRejected(Reason.CONFLICT, "not-captured-yet");
        }
        none.when(new RefundPayment("r-1", 200), NOON)
                .thenRejected(Reason.NOT_FOUND, "no-such-payment");
    }

    @Test
    void late_answers_change_nothing() {
        for (var spec : List.of(none, declined, authorised, voiding, voided, captured)) {
            spec.when(new RecordAuthorised("pi_2"), NOON).thenUnchanged();
            spec.when(new RecordDeclined("late"), NOON).thenUnchanged();
        }
        for (var spec : List.of(none, authorised, uncaptured, captured, refunding)) {
            spec.when(new RecordCaptured(), NOON).thenUnchanged();
            spec.when(new RecordCaptureFailed("late"), NOON).thenUnchanged();
            spec.when(new RecordVoided(), NOON).thenUnchanged();
        }
        for (var spec : List.of(none, authorised, captured, refunded)) {
            spec.when(new RecordRefunded("r-1"), NOON).thenUnchanged();
            spec.when(new RecordRefundFailed("r-1", "late"), NOON).thenUnchanged();
        }
    }

    @ParameterizedTest
    @FieldSource("STATES")
    void a_state_is_stored_and_read_again(PaymentState state) {
        var table = TypeTable.of(PaymentState.class, PaymentState.TYPES);
        assertThat(table.classOf(table.nameOf(state)))
                .get()
                .extracting(type -> Json.read(Json.write(state), type))
                .isEqualTo(state);
    }

    static final List<PaymentState> STATES =
            Stream.of(
                            none,
                            authorising,
                            declined,
                            authorised,
                            voiding,
                            voided,
                            capturing,
                            uncaptured,
                            refunded)
                    .map(DeciderSpec::state)
                    .toList();
}
