package daybook.order.readmodel;

import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.AddressErased;
import daybook.contracts.order.OrderEvent.DeliveryFailed;
import daybook.contracts.order.OrderEvent.ItemsReturned;
import daybook.contracts.order.OrderEvent.LineRefused;
import daybook.contracts.order.OrderEvent.LineReserved;
import daybook.contracts.order.OrderEvent.OrderAuthorised;
import daybook.contracts.order.OrderEvent.OrderBooked;
import daybook.contracts.order.OrderEvent.OrderCancelled;
import daybook.contracts.order.OrderEvent.OrderCompleted;
import daybook.contracts.order.OrderEvent.OrderDispatched;
import daybook.contracts.order.OrderEvent.OrderPlaced;
import daybook.contracts.order.OrderEvent.OrderRejected;
import daybook.contracts.order.OrderEvent.OrderReserved;
import daybook.contracts.order.OrderEvent.OrderUnpaid;
import daybook.contracts.order.OrderEvent.RefundRefused;
import daybook.contracts.order.OrderEvent.ReturnRefunded;
import daybook.contracts.order.OrderEvent.ShipmentCancellationStarted;
import daybook.contracts.order.OrderEvent.StepRetried;
import daybook.contracts.order.OrderEvent.VoidStarted;
import daybook.contracts.order.ReturnedLine;
import daybook.eventlog.Envelope;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;

/** An order as it stands. The row is also what the API shows. */
@Entity
@Table(name = "order_view")
public class OrderView extends PanacheEntityBase {

    /** What the order waits for, or how it ended. */
    public enum Status {
        RESERVING,
        AUTHORISING,
        BOOKING,
        BOOKED,
        CANCELLING,
        VOIDING,
        CAPTURING,
        COMPLETED,
        UNPAID,
        CANCELLED,
        REJECTED
    }

    @Id
    @Column(name = "id")
    public String orderId = "";

    @Column(name = "customer_id")
    public String customerId = "";

    @Enumerated(EnumType.STRING)
    public Status status = Status.RESERVING;

    /** Why the order is unwound or ended as it did; empty if all is well. */
    public String reason = "";

    public String currency = "";

    @Column(name = "total_minor")
    public long totalMinor;

    @Column(name = "refunded_minor")
    public long refundedMinor;

    /** Whose tracking code it is; empty before the parcel is booked, and of old orders. */
    public String carrier = "";

    @Column(name = "tracking_code")
    public String trackingCode = "";

    @Column(name = "placed_at")
    public Instant placedAt = Instant.EPOCH;

    @Column(name = "updated_at")
    public Instant updatedAt = Instant.EPOCH;

    public long version;

    /** Of the request that placed the order; follows it through all services. */
    @Column(name = "correlation_id")
    public String correlationId = "";

    @Convert(converter = LinesColumn.class)
    public List<LineView> lines = List.of();

    OrderView() {}

    OrderView(String orderId) {
        this.orderId = orderId;
    }

    void post(Envelope<OrderEvent> envelope) {
        version = envelope.version();
        updatedAt = envelope.time().truncatedTo(ChronoUnit.MICROS);
        switch (envelope.event()) {
            case OrderPlaced placed -> place(placed, envelope);
            case LineReserved(int line) -> answered(line, LineView.Status.RESERVED);
            case LineRefused(int line, _) -> answered(line, LineView.Status.REFUSED);
            case OrderReserved _ -> status = Status.AUTHORISING;
            case OrderAuthorised _ -> status = Status.BOOKING;
            case OrderBooked(var who, var code, _) -> {
                status = Status.BOOKED;
                carrier = who;
                trackingCode = code;
            }
            case OrderDispatched _ -> {
                status = Status.CAPTURING;
                reason = "";
            }
            case OrderCompleted _ -> status = Status.COMPLETED;
            case OrderUnpaid(var why) -> ended(Status.UNPAID, why);
            case ShipmentCancellationStarted(_, var why, _) -> ended(Status.CANCELLING, why);
            case VoidStarted(_, var why, _) -> ended(Status.VOIDING, why);
            case OrderCancelled(var why) -> ended(Status.CANCELLED, why);
            case OrderRejected(var why) -> ended(Status.REJECTED, why);
            case DeliveryFailed(var why) -> reason = why;
            case ItemsReturned returned -> takeBack(returned);
            case RefundRefused(_, var why) -> reason = why;
            case AddressErased _, ReturnRefunded _, StepRetried _ -> {}
        }
    }

    private void place(OrderPlaced placed, Envelope<OrderEvent> envelope) {
        customerId = placed.customerId();
        currency = placed.currency();
        totalMinor = placed.totalMinor();
        lines = placed.lines().stream().map(LineView::of).toList();
        placedAt = updatedAt;
        correlationId = envelope.correlationId();
    }

    private void ended(Status how, String why) {
        status = how;
        reason = why;
    }

    private void answered(int line, LineView.Status answer) {
        change(line, view -> view.with(answer));
    }

    private void takeBack(ItemsReturned returned) {
        refundedMinor += returned.amountMinor();
        for (ReturnedLine line : returned.lines()) {
            change(line.line(), view -> view.returning(line.quantity()));
        }
    }

    private void change(int line, UnaryOperator<LineView> change) {
        lines =
                lines.stream()
                        .map(view -> view.line() == line ? change.apply(view) : view)
                        .toList();
    }
}
