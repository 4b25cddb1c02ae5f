package daybook.payment.readmodel;

import static daybook.payment.readmodel.PaymentView.Status.AUTHORISED;
import static daybook.payment.readmodel.PaymentView.Status.AUTHORISING;
import static daybook.payment.readmodel.PaymentView.Status.CAPTURED;
import static daybook.payment.readmodel.PaymentView.Status.CAPTURING;
import static daybook.payment.readmodel.PaymentView.Status.DECLINED;
import static daybook.payment.readmodel.PaymentView.Status.UNCAPTURED;
import static daybook.payment.readmodel.PaymentView.Status.VOIDED;
import static daybook.payment.readmodel.PaymentView.Status.VOIDING;
import static org.assertj.core.api.Assertions.assertThat;

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
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaymentViewTest {

    private static final AuthorisationRequested REQUESTED =
            new AuthorisationRequested("alice", 2550, "GBP", "pm_card_visa");
    private static final PaymentAuthorised HELD = new PaymentAuthorised("pi_1", 2550);

    private final PaymentView view = new PaymentView("o-1");

    /** What the events so far have moved, in minor units. */
    private record Money(long authorised, long captured, long voided, long refunded) {}

    @Test
    void a_request_says_whose_payment_it_is() {
        post(REQUESTED);

        assertThat(view.orderId).isEqualTo("o-1");
        assertThat(view.customerId).isEqualTo("alice");
        assertThat(view.currency).isEqualTo("GBP");
        assertThat(view.status).isEqualTo(AUTHORISING);
        assertThat(money()).isEqualTo(new Money(0, 0, 0, 0));
    }

    @Test
    void a_payment_is_held_taken_and_given_back() {
        post(REQUESTED, HELD);
        assertThat(view.status).isEqualTo(AUTHORISED);
        assertThat(money()).isEqualTo(new Money(2550, 0, 0, 0));

        post(new CaptureRequested("pi_1", 2550));
        assertThat(view.status).isEqualTo(CAPTURING);
        assertThat(money()).isEqualTo(new Money(2550, 0, 0, 0));

        post(new PaymentCaptured(2550));
        assertThat(view.status).isEqualTo(CAPTURED);
        assertThat(money()).isEqualTo(new Money(2550, 2550, 0, 0));

        post(new RefundRequested("r-1", "pi_1", 500));
        assertThat(money()).as("asked is not given").isEqualTo(new Money(2550, 2550, 0, 0));
        post(new PaymentRefunded("r-1", 500), new PaymentRefunded("r-2", 50));
        assertThat(view.status).isEqualTo(CAPTURED);
        assertThat(money()).isEqualTo(new Money(2550, 2550, 0, 550));
        assertThat(view.version).isEqualTo(7);
    }

    @Test
    void a_declined_payment_says_why() {
        post(REQUESTED, new PaymentDeclined("insufficient_funds"));

        assertThat(view.status).isEqualTo(DECLINED);
        assertThat(view.reason).isEqualTo("insufficient_funds");
        assertThat(money()).isEqualTo(new Money(0, 0, 0, 0));
    }

    @Test
    void a_void_lets_go_of_what_was_held() {
        post(REQUESTED, HELD, new VoidRequested("pi_1"));
        assertThat(view.status).isEqualTo(VOIDING);
        assertThat(money()).isEqualTo(new Money(2550, 0, 0, 0));

        post(new PaymentVoided(2550));
        assertThat(view.status).isEqualTo(VOIDED);
        assertThat(money()).isEqualTo(new Money(2550, 0, 2550, 0));
    }

    @Test
    void a_void_may_be_wanted_before_anything_is_held() {
        post(REQUESTED, new VoidScheduled());
        assertThat(view.status).isEqualTo(VOIDING);

        post(HELD, new VoidRequested("pi_1"));
        assertThat(view.status).isEqualTo(VOIDING);
        assertThat(money()).isEqualTo(new Money(2550, 0, 0, 0));
    }

    @Test
    void a_capture_that_failed_says_why_until_one_succeeds() {
        post(REQUESTED, HELD, new CaptureRequested("pi_1", 2550), new CaptureFailed("expired"));
        assertThat(view.status).isEqualTo(UNCAPTURED);
        assertThat(view.reason).isEqualTo("expired");
        assertThat(money()).isEqualTo(new Money(2550, 0, 0, 0));

        post(new CaptureRequested("pi_1", 2550), new PaymentCaptured(2550));
        assertThat(view.status).isEqualTo(CAPTURED);
        assertThat(view.reason).isEmpty();
    }

    @Test
    void a_refund_that_failed_moves_nothing() {
        post(REQUESTED, HELD, new CaptureRequested("pi_1", 2550), new PaymentCaptured(2550));
        post(new RefundFailed("r-1", "the card is closed"));

        assertThat(view.status).isEqualTo(CAPTURED);
        assertThat(view.reason).isEqualTo("the card is closed");
        assertThat(money()).isEqualTo(new Money(2550, 2550, 0, 0));
    }

    @Test
    void the_row_says_when_it_changed_last_as_precisely_as_the_database() {
        post(REQUESTED);

        assertThat(view.updatedAt).isEqualTo(Instant.parse("2026-03-01T10:00:00.123456Z"));
    }

    private Money money() {
        return new Money(
                view.authorisedMinor, view.capturedMinor, view.voidedMinor, view.refundedMinor);
    }

    private void post(PaymentEvent... events) {
        for (PaymentEvent event : events) {
            view.post(
                    new Envelope<>(
                            "o-1",
                            view.version + 1,
                            "payment",
                            1,
                            Instant.parse("2026-03-01T10:00:00.123456789Z"),
                            "command",
                            "correlation",
                            Optional.empty(),
                            Optional.empty(),
                            new Position(0, view.version),
                            event));
        }
    }
}
