package daybook.shipping.domain;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.shipping.ShippingCommand;
import daybook.contracts.shipping.ShippingCommand.BookShipment;
import daybook.contracts.shipping.ShippingCommand.CancelShipment;
import daybook.contracts.shipping.ShippingCommand.DispatchShipment;
import daybook.contracts.shipping.ShippingCommand.RecordBooked;
import daybook.contracts.shipping.ShippingCommand.RecordBookingRefused;
import daybook.contracts.shipping.ShippingCommand.RecordCancellationRefused;
import daybook.contracts.shipping.ShippingCommand.RecordCancelled;
import daybook.contracts.shipping.ShippingCommand.RecordTracking;
import daybook.contracts.shipping.ShippingCommand.TrackShipment;
import daybook.contracts.shipping.ShippingCommand.TrackingStatus;
import daybook.contracts.shipping.ShippingEvent;
import daybook.contracts.shipping.ShippingEvent.BookingRefused;
import daybook.contracts.shipping.ShippingEvent.ShipmentBooked;
import daybook.contracts.shipping.ShippingEvent.ShipmentCancelled;
import daybook.contracts.shipping.ShippingEvent.ShipmentDelivered;
import daybook.contracts.shipping.ShippingEvent.ShipmentDispatched;
import daybook.contracts.shipping.ShippingEvent.ShipmentFailed;
import daybook.contracts.shipping.ShippingEvent.TrackingRequested;
import daybook.eventlog.Decision.Accepted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class ShippingPropertiesTest {

    private static final Sealed HOME =
            Sealed.inClear(new Address("Ada", "1 Loop Street", "London", "N1 9GU", "GB"));

    private final ShippingDecider decider =
            new ShippingDecider(
                    new TrackingSchedule(Duration.ofSeconds(1), Duration.ofSeconds(60)));

    /** Deciding and evolving never throw on the way, whatever command meets whatever state. */
    @Property(tries = 3000)
    void a_parcel_has_one_fate(@ForAll("histories") List<ShippingCommand> commands) {
        ShippingState state = decider.initial();
        List<ShippingEvent> log = new ArrayList<>();
        Instant at = Instant.EPOCH;
        for (ShippingCommand command : commands) {
            at = at.plusSeconds(1);
            if (decider.decide(state, command, at)
                    instanceof Accepted<ShippingEvent>(List<ShippingEvent> events)) {
                for (ShippingEvent event : events) {
                    state = decider.evolve(state, event);
                    log.add(event);
                }
            }
            assertThat(decider.deadline(state).isPresent())
                    .as("%s is tracked after %s", state, log)
                    .isEqualTo(happened(log, ShipmentBooked.class) && !ended(log));
        }
        assertThat(
                        happened(log, ShipmentCancelled.class)
                                && happened(log, ShipmentDispatched.class))
                .as("both cancelled and dispatched: %s", log)
                .isFalse();
        Set<Class<?>> once = new HashSet<>();
        assertThat(log)
                .filteredOn(ShippingPropertiesTest::isOutcome)
                .allSatisfy(event -> assertThat(once.add(event.getClass())).isTrue());
        assertThat(log.stream().filter(ShippingPropertiesTest::isEnd).count())
                .as("ends of %s", log)
                .isLessThanOrEqualTo(1);
    }

    @Property
    void tracking_is_always_in_the_future(@ForAll("histories") List<ShippingCommand> commands) {
        ShippingState state = decider.initial();
        Instant at = Instant.EPOCH;
        for (ShippingCommand command : commands) {
            at = at.plusSeconds(1);
            if (decider.decide(state, command, at)
                    instanceof Accepted<ShippingEvent>(List<ShippingEvent> events)) {
                for (ShippingEvent event : events) {
                    state = decider.evolve(state, event);
                    if (event instanceof TrackingRequested(_, Instant again)) {
                        assertThat(again).isAfter(at).isBeforeOrEqualTo(at.plusSeconds(60));
                    }
                }
            }
        }
    }

    @Provide
    Arbitrary<List<ShippingCommand>> histories() {
        Arbitrary<ShippingCommand> command =
                Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.just(new BookShipment("c-1", HOME, 700))),
                        Tuple.of(3, Arbitraries.just(new RecordBooked("s", "t", "c", "USPS"))),
                        Tuple.of(1, Arbitraries.just(new RecordBookingRefused("no"))),
                        Tuple.of(2, Arbitraries.just(new CancelShipment())),
                        Tuple.of(1, Arbitraries.just(new DispatchShipment())),
                        Tuple.of(2, Arbitraries.just(new TrackShipment())),
                        Tuple.of(3, Arbitraries.of(TrackingStatus.class).map(RecordTracking::new)),
                        Tuple.of(2, Arbitraries.just(new RecordCancelled())),
                        Tuple.of(2, Arbitraries.just(new RecordCancellationRefused("no"))));
        return command.list().ofMinSize(5).ofMaxSize(60);
    }

    private static boolean happened(List<ShippingEvent> log, Class<? extends ShippingEvent> type) {
        return log.stream().anyMatch(type::isInstance);
    }

    private static boolean ended(List<ShippingEvent> log) {
        return log.stream().anyMatch(ShippingPropertiesTest::isEnd);
    }

    private static boolean isEnd(ShippingEvent event) {
        return event instanceof BookingRefused
                || event instanceof ShipmentCancelled
                || event instanceof ShipmentDelivered
                || event instanceof ShipmentFailed;
    }

    private static boolean isOutcome(ShippingEvent event) {
        return isEnd(event)
                || event instanceof ShipmentBooked
                || event instanceof ShipmentDispatched;
    }
}
