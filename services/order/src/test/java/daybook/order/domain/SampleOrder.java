package daybook.order.domain;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.PlaceOrder;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.LineReserved;
import daybook.contracts.order.OrderEvent.OrderAuthorised;
import daybook.contracts.order.OrderEvent.OrderBooked;
import daybook.contracts.order.OrderEvent.OrderCompleted;
import daybook.contracts.order.OrderEvent.OrderDispatched;
import daybook.contracts.order.OrderEvent.OrderPlaced;
import daybook.contracts.order.OrderEvent.OrderReserved;
import daybook.contracts.order.OrderLine;
import daybook.eventlog.testing.DeciderSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** One order of two lines that costs 25.50, at each stage of its life. */
public final class SampleOrder {

    public static final Waits WAITS =
            new Waits(
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(5),
                    Duration.ofDays(7),
                    Duration.ofSeconds(30));
    public static final OrderDecider DECIDER = new OrderDecider(WAITS);

    public static final Instant NOON = Instant.parse("2026-11-05T12:00:00Z");
    public static final Instant RETRY = NOON.plus(WAITS.retry());

    public static final List<OrderLine> LINES =
            List.of(new OrderLine(1, "85123A", 10, 255), new OrderLine(2, "GIFT 7", 2, 0));
    public static final Sealed HOME =
            Sealed.inClear(new Address("Alice Example", "1 High Street", "London", "N1 9GU", "GB"));
    public static final PlaceOrder PLACE =
            new PlaceOrder("alice", "GBP", LINES, HOME, "pm_card_visa");
    public static final OrderPlaced PLACED =
            new OrderPlaced(
                    "alice", "GBP", LINES, HOME, "pm_card_visa", 2550, NOON.plus(WAITS.reserve()));
    public static final OrderReserved RESERVED = new OrderReserved(NOON.plus(WAITS.authorise()));
    public static final OrderAuthorised AUTHORISED = new OrderAuthorised(NOON.plus(WAITS.book()));
    public static final OrderBooked BOOKED =
            new OrderBooked("DHL", "TRACK1", NOON.plus(WAITS.dispatch()));
    public static final OrderDispatched DISPATCHED = new OrderDispatched(RETRY);

    private SampleOrder() {}

    static DeciderSpec<OrderCommand, OrderState, OrderEvent> nothing() {
        return DeciderSpec.of(DECIDER);
    }

    static DeciderSpec<OrderCommand, OrderState, OrderEvent> reserving() {
        return nothing().given(PLACED);
    }

    static DeciderSpec<OrderCommand, OrderState, OrderEvent> authorising() {
        return reserving().given(new LineReserved(1), new LineReserved(2), RESERVED);
    }

    static DeciderSpec<OrderCommand, OrderState, OrderEvent> booking() {
        return authorising().given(AUTHORISED);
    }

    static DeciderSpec<OrderCommand, OrderState, OrderEvent> booked() {
        return booking().given(BOOKED);
    }

    static DeciderSpec<OrderCommand, OrderState, OrderEvent> capturing() {
        return booked().given(DISPATCHED);
    }

    static DeciderSpec<OrderCommand, OrderState, OrderEvent> completed() {
        return capturing().given(new OrderCompleted());
    }

    static PlaceOrder placeOrderOf(List<OrderLine> lines) {
        return new PlaceOrder("alice", "GBP", lines, HOME, "pm_card_visa");
    }

    static List<OrderLine> lines(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(line -> new OrderLine(line, "SKU-" + line, 1, 100))
                .toList();
    }
}
