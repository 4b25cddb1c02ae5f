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
import daybook.eventlog.Decision;
import daybook.eventlog.Decision.Accepted;
import daybook.payment.domain.PaymentState.Authorised;
import daybook.payment.domain.PaymentState.Captured;
import daybook.payment.domain.PaymentState.Capturing;
import daybook.payment.domain.PaymentState.Refund;
import daybook.payment.domain.PaymentState.Uncaptured;
import daybook.payment.domain.PaymentState.Voiding;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class PaymentPropertiesTest {

    private final PaymentDecider decider = new PaymentDecider();

    @Property(tries = 3000)
    void money_is_conserved(@ForAll("histories") List<PaymentCommand> commands) {
        PaymentState state = decider.initial();
        var book = new Book();
        for (PaymentCommand command : commands) {
            Decision<PaymentEvent> decision = decider.decide(state, command, Instant.EPOCH);
            if (decision instanceof Accepted<PaymentEvent>(List<PaymentEvent> events)) {
                for (PaymentEvent event : events) {
                    state = decider.evolve(state, event);
                    book.post(event);
                    assertThat(openMinor(state))
                            .as("%s after %s", state, event)
                            .isEqualTo(book.authorised - book.captured - book.voided);
                    assertThat(book.refunded + book.refunding()).isBetween(0L, book.captured);
                }
            }
        }
    }

    /** What the provider still holds, as the state has it. */
    private static long openMinor(PaymentState state) {
        return switch (state) {
            case Authorised(_, long amount) -> amount;
            case Voiding(_, long amount) -> amount;
            case Capturing(_, long amount) -> amount;
            case Uncaptured(_, long amount) -> amount;
            case Captured(_, long amount, Map<String, Refund> refunds) -> {
                assertThat(refunds.values().stream().mapToLong(Refund::amountMinor).sum())
                        .isLessThanOrEqualTo(amount);
                yield 0;
            }
            case PaymentState.None _,
                    PaymentState.Authorising _,
                    PaymentState.Declined _,
                    PaymentState.Voided _ ->
                    0;
        };
    }

    /** Mostly the happy path, so that refunds are reached, with anything in between. */
    @Provide
    Arbitrary<List<PaymentCommand>> histories() {
        Arbitrary<Long> amount = Arbitraries.longs().between(-1, 120);
        Arbitrary<String> refundId = Arbitraries.of("r-1", "r-2", "r-3");
        Arbitrary<PaymentCommand> authorise =
                Arbitraries.oneOf(amount, Arbitraries.longs())
                        .map(a -> new AuthorisePayment("c-1", a, "GBP", "pm"));
        Arbitrary<PaymentCommand> order =
                Arbitraries.frequencyOf(
                        Tuple.of(3, authorise),
                        Tuple.of(3, Arbitraries.just(new CapturePayment())),
                        Tuple.of(1, Arbitraries.just(new VoidPayment())),
                        Tuple.of(6, Combinators.combine(refundId, amount).as(RefundPayment::new)));
        Arbitrary<PaymentCommand> provider =
                Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.just(new RecordAuthorised("pi_1"))),
                        Tuple.of(1, Arbitraries.just(new RecordDeclined("no"))),
                        Tuple.of(6, Arbitraries.just(new RecordCaptured())),
                        Tuple.of(1, Arbitraries.just(new RecordCaptureFailed("no"))),
                        Tuple.of(3, Arbitraries.just(new RecordVoided())),
                        Tuple.of(4, refundId.map(RecordRefunded::new)),
                        Tuple.of(2, refundId.map(id -> new RecordRefundFailed(id, "no"))));
        return Arbitraries.oneOf(order, provider).list().ofMinSize(10).ofMaxSize(80);
    }

    /** The same money, posted independently from the events. */
    private static final class Book {
        private long authorised;
        private long captured;
        private long voided;
        private long refunded;
        private boolean capturing;
        private final Map<String, Long> refunds = new HashMap<>();
        private final Set<Class<?>> once = new HashSet<>();

        void post(PaymentEvent event) {
            switch (event) {
                case AuthorisationRequested(_, long amount, _, _) -> {
                    assertThat(amount).isPositive();
                    first(event);
                }
                case PaymentAuthorised(_, long amount) -> {
                    first(event);
                    authorised += amount;
                }
                case PaymentCaptured(long amount) -> {
                    first(event);
                    captured += amount;
                }
                case PaymentVoided(long amount) -> {
                    first(event);
                    voided += amount;
                }
                case PaymentDeclined _, VoidScheduled _, VoidRequested _ -> first(event);
                case CaptureRequested _ -> assertThat(capturing = !capturing).isTrue();
                case CaptureFailed _ -> assertThat(capturing = !capturing).isFalse();
                case RefundRequested(String id, _, long amount) -> refunds.put(id, amount);
                case PaymentRefunded(String id, long amount) -> {
                    assertThat(refunds.remove(id)).isEqualTo(amount);
                    refunded += amount;
                }
                case RefundFailed(String id, _) -> refunds.remove(id);
            }
        }

        private void first(PaymentEvent event) {
            assertThat(once.add(event.getClass())).as("first %s", event).isTrue();
        }

        long refunding() {
            return refunds.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
