package daybook.payment.readmodel;

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
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The payment of an order as it stands; amounts are minor units. The row is also what the API
 * shows.
 */
@Entity
@Table(name = "payment_view")
public class PaymentView extends PanacheEntityBase {

    /** Where the payment is. What is asked of the provider and not answered yet ends in -ING. */
    public enum Status {
        AUTHORISING,
        AUTHORISED,
        DECLINED,
        CAPTURING,
        CAPTURED,
        UNCAPTURED,
        VOIDING,
        VOIDED
    }

    @Id
    @Column(name = "id")
    public String orderId = "";

    @Column(name = "customer_id")
    public String customerId = "";

    @Enumerated(EnumType.STRING)
    public Status status = Status.AUTHORISING;

    public String currency = "";

    @Column(name = "authorised_minor")
    public long authorisedMinor;

    @Column(name = "captured_minor")
    public long capturedMinor;

    @Column(name = "voided_minor")
    public long voidedMinor;

    @Column(name = "refunded_minor")
    public long refundedMinor;

    /** Why the provider refused, if it did. */
    public String reason = "";

    public long version;

    @Column(name = "updated_at")
    public Instant updatedAt = Instant.EPOCH;

    PaymentView() {}

    PaymentView(String orderId) {
        this.orderId = orderId;
    }

    void post(Envelope<PaymentEvent> envelope) {
        version = envelope.version();
        updatedAt = envelope.time().truncatedTo(ChronoUnit.MICROS);
        switch (envelope.event()) {
            case AuthorisationRequested(var customer, _, var code, _) -> {
                customerId = customer;
                currency = code;
            }
            case PaymentAuthorised(_, long amount) -> {
                status = Status.AUTHORISED;
                authorisedMinor = amount;
            }
            case PaymentDeclined(var why) -> {
                status = Status.DECLINED;
                reason = why;
            }
            case CaptureRequested _ -> status = Status.CAPTURING;
            case PaymentCaptured(long amount) -> {
                status = Status.CAPTURED;
                capturedMinor = amount;
                reason = "";
            }
            case CaptureFailed(var why) -> {
                status = Status.UNCAPTURED;
                reason = why;
            }
            case VoidScheduled _, VoidRequested _ -> status = Status.VOIDING;
            case PaymentVoided(long amount) -> {
                status = Status.VOIDED;
                voidedMinor = amount;
            }
            case RefundRequested _ -> {}
            case PaymentRefunded(_, long amount) -> refundedMinor += amount;
            case RefundFailed(_, var why) -> reason = why;
        }
    }
}
