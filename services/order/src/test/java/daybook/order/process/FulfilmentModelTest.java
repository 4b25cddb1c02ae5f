package daybook.order.process;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.inventory.InventoryCommand.ReleaseStock;
import daybook.contracts.inventory.InventoryCommand.ReserveStock;
import daybook.contracts.inventory.InventoryCommand.ReturnStock;
import daybook.contracts.inventory.InventoryCommand.ShipStock;
import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.CancelOrder;
import daybook.contracts.order.OrderCommand.ConfirmCapture;
import daybook.contracts.order.OrderCommand.ConfirmDispatch;
import daybook.contracts.order.OrderCommand.PlaceOrder;
import daybook.contracts.order.OrderCommand.RefuseAuthorisation;
import daybook.contracts.order.OrderCommand.RefuseBooking;
import daybook.contracts.order.OrderCommand.ReportDeliveryFailure;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.Outcome;
import daybook.contracts.order.OrderEvent.StepRetried;
import daybook.contracts.order.OrderEvent.VoidStarted;
import daybook.contracts.order.OrderLine;
import daybook.contracts.payment.PaymentCommand.AuthorisePayment;
import daybook.contracts.payment.PaymentCommand.CapturePayment;
import daybook.contracts.payment.PaymentCommand.RefundPayment;
import daybook.contracts.payment.PaymentCommand.VoidPayment;
import daybook.contracts.shipping.ShippingCommand.BookShipment;
import daybook.contracts.shipping.ShippingCommand.CancelShipment;
import daybook.eventlog.Deadline;
import daybook.eventlog.Decider;
import daybook.eventlog.Decision;
import daybook.eventlog.Process;
import daybook.order.domain.OrderDecider;
import daybook.order.domain.OrderState;
import daybook.order.domain.OrderState.Booked;
import daybook.order.domain.OrderState.CancellingShipment;
import daybook.order.domain.OrderState.Capturing;
import daybook.order.domain.OrderState.Unpaid;
import daybook.order.domain.OrderState.Voiding;
import daybook.order.domain.Waits;
import daybook.order.process.World.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The order's rules against truthful models of the other services: whatever fails at whatever
 * point, stock, money and parcel end where they belong.
 */
class FulfilmentModelTest {

    private static final Waits NO_TIME =
            new Waits(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    private static final OrderDecider DECIDER = new OrderDecider(NO_TIME);
    private static final OrderProcess PROCESS = new OrderProcess();
    private static final Rules SOUND = new Rules(DECIDER, PROCESS);

    private static final PlaceOrder TWO_SKUS =
            order(new OrderLine(1, "A", 1, 100), new OrderLine(2, "B", 1, 50));
    private static final PlaceOrder ONE_SKU_TWICE =
            order(new OrderLine(1, "A", 1, 100), new OrderLine(2, "A", 1, 50));
    private static final Map<String, Integer> PLENTY = Map.of("A", 5, "B", 5);

    private static PlaceOrder order(OrderLine... lines) {
        var home =
                Sealed.inClear(
                        new Address("Alice Example", "1 High Street", "London", "N1 9GU", "GB"));
        return new PlaceOrder("alice", "GBP", List.of(lines), home, "pm_card_visa");
    }

    @Test
    void an_order_ends_clean_whatever_fails_and_whenever() {
        var all = Exploration.of(SOUND, TWO_SKUS, PLENTY);

        assertThat(all.problem()).isEmpty();
        assertThat(all.endings())
                .containsExactlyInAnyOrder("Completed", "Unpaid", "Cancelled", "Rejected");
        assertThat(all.happenings())
                .contains("Reserving is overdue", "Authorising is overdue", "Booking is overdue")
                .contains("Booked is overdue", "CancellingShipment is overdue")
                .contains("Voiding is overdue", "Capturing is overdue", "Completed is overdue")
                .contains("Reserving is cancelled", "Authorising is cancelled")
                .contains("Booking is cancelled", "Booked is cancelled")
                .contains("provider declines", "carrier refuses", "carrier refuses to cancel")
                .contains("provider refuses the capture", "provider refuses the refund")
                .contains("parcel burns", "carrier loses", "a unit is returned");
    }

    @Test
    void an_order_without_stock_ends_clean() {
        for (var stock :
                List.of(Map.of("A", 5, "B", 0), Map.of("A", 0, "B", 5), Map.of("A", 0, "B", 0))) {
            var all = Exploration.of(SOUND, TWO_SKUS, stock);

            assertThat(all.problem()).isEmpty();
            assertThat(all.endings()).containsExactlyInAnyOrder("Cancelled", "Rejected");
        }
    }

    @Test
    void an_order_that_has_one_sku_in_two_lines_ends_clean() {
        var scarce = Exploration.of(SOUND, ONE_SKU_TWICE, Map.of("A", 1));
        assertThat(scarce.problem()).isEmpty();
        assertThat(scarce.happenings())
                .contains("inventory reserves line 1", "inventory refuses line 2");

        var enough = Exploration.of(SOUND, ONE_SKU_TWICE, Map.of("A", 2));
        assertThat(enough.problem()).isEmpty();
        assertThat(enough.endings())
                .containsExactlyInAnyOrder("Completed", "Unpaid", "Cancelled", "Rejected");
    }

    // The check itself is checked: each of these mistakes must be found.

    @ParameterizedTest
    @ValueSource(
            classes = {
                ReserveStock.class,
                ReleaseStock.class,
                ShipStock.class,
                ReturnStock.class,
                AuthorisePayment.class,
                CapturePayment.class,
                VoidPayment.class,
                RefundPayment.class,
                BookShipment.class,
                CancelShipment.class
            })
    void a_process_that_forgets_a_message_is_found(Class<?> forgotten) {
        Process<OrderState, OrderEvent> process =
                (orderId, after, event) ->
                        PROCESS.react(orderId, after, event).stream()
                                .filter(message -> !forgotten.isInstance(message.command()))
                                .toList();
        found(new Rules(DECIDER, process));
    }

    @Test
    void a_process_that_never_asks_again_is_found() {
        Process<OrderState, OrderEvent> process =
                (orderId, after, event) ->
                        event instanceof StepRetried
                                ? List.of()
                                : PROCESS.react(orderId, after, event);
        assertThat(found(new Rules(DECIDER, process))).contains("can never end clean");
    }

    @Test
    void a_process_that_releases_only_the_first_line_is_found() {
        Process<OrderState, OrderEvent> process =
                (orderId, after, event) ->
                        PROCESS.react(orderId, after, event).stream()
                                .filter(message ->
                                        !(message.command() instanceof ReleaseStock release)
                                                || release.line() == 1)
                                .toList();
        found(new Rules(DECIDER, process));
    }

    @Test
    void a_decider_that_ignores_a_parcel_that_left_first_is_found() {
        found(ignoring(CancellingShipment.class, ConfirmDispatch.class));
    }

    @Test
    void a_decider_that_ignores_a_decline_while_voiding_is_found() {
        found(ignoring(Voiding.class, RefuseAuthorisation.class));
    }

    @Test
    void a_decider_that_ignores_a_refused_booking_while_cancelling_is_found() {
        found(ignoring(CancellingShipment.class, RefuseBooking.class));
    }

    @Test
    void a_decider_that_forgets_a_loss_before_the_capture_is_found() {
        assertThat(found(ignoring(Capturing.class, ReportDeliveryFailure.class)))
                .contains("the lost parcel is not refunded");
    }

    @Test
    void a_decider_that_ignores_late_money_is_found() {
        assertThat(found(ignoring(Unpaid.class, ConfirmCapture.class)))
                .contains("the order is unpaid but the money is not");
    }

    @Test
    void a_decider_that_voids_before_the_shipment_is_cancelled_is_found() {
        var hasty =
                new Changed(DECIDER) {
                    @Override
                    public Decision<OrderEvent> decide(
                            OrderState state, OrderCommand command, Instant at) {
                        return state instanceof Booked && command instanceof CancelOrder
                                ? Decision.accept(new VoidStarted(Outcome.CANCELLED, "", at))
                                : super.decide(state, command, at);
                    }
                };
        assertThat(found(new Rules(hasty, PROCESS)))
                .contains("the parcel has left but its money is not held");
    }

    @Test
    void a_decider_that_waits_without_a_deadline_is_found() {
        var patient =
                new Changed(DECIDER) {
                    @Override
                    public Optional<Deadline<OrderCommand>> deadline(OrderState state) {
                        return state instanceof Booked ? Optional.empty() : super.deadline(state);
                    }
                };
        assertThat(found(new Rules(patient, PROCESS))).contains("waits without a deadline");
    }

    private static String found(Rules mistaken) {
        Optional<String> problem = Exploration.of(mistaken, TWO_SKUS, PLENTY).problem();
        assertThat(problem).isPresent();
        return problem.orElseThrow();
    }

    private static Rules ignoring(
            Class<? extends OrderState> ignorant, Class<? extends OrderCommand> ignored) {
        return new Rules(
                new Changed(DECIDER) {
                    @Override
                    public Decision<OrderEvent> decide(
                            OrderState state, OrderCommand command, Instant at) {
                        return ignorant.isInstance(state) && ignored.isInstance(command)
                                ? Decision.unchanged()
                                : super.decide(state, command, at);
                    }
                },
                PROCESS);
    }

    /** The order's decider, for a mistake to be built in. */
    private static class Changed implements Decider<OrderCommand, OrderState, OrderEvent> {

        private final OrderDecider sound;

        Changed(OrderDecider sound) {
            this.sound = sound;
        }

        @Override
        public OrderState initial() {
            return sound.initial();
        }

        @Override
        public Decision<OrderEvent> decide(OrderState state, OrderCommand command, Instant at) {
            return sound.decide(state, command, at);
        }

        @Override
        public OrderState evolve(OrderState state, OrderEvent event) {
            return sound.evolve(state, event);
        }

        @Override
        public Optional<Deadline<OrderCommand>> deadline(OrderState state) {
            return sound.deadline(state);
        }
    }
}
