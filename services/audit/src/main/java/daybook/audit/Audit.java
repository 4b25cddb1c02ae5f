package daybook.audit;

import daybook.audit.CrossCheck.Books;
import daybook.audit.Verdict.Units;
import daybook.contracts.order.OrderEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Reads the four logs while the services may be at work and checks what must hold within and
 * between them. It does so in rounds: each goes on where the one before it stopped, so that one
 * round over logs that nobody has read yet is an audit, and one after the other follows them.
 *
 * <p>Four logs cannot be read at one instant, so a round reads them in an order that makes every
 * finding sharp:
 *
 * <ol>
 *   <li>The order log up to its present end, A. All that it shows the other services have already
 *       written: they tell an order only what is committed in their own log.
 *   <li>The ends of the others' inboxes. Every command that an order sent before A lies below them,
 *       since events and messages commit together. The audit waits, for a bounded time, until each
 *       service has decided on all of them.
 *   <li>The others' logs up to their ends then, C: they hold all that orders before A asked for.
 *   <li>The end of the order service's inbox, and again a bounded wait, so that the order service
 *       has decided on every answer that was given before C.
 *   <li>The order log from A to its end now, B. The others cannot know an order that is not in it.
 * </ol>
 *
 * An order that did not change from A to B is compared with the other logs. One that did is in
 * flight: it is counted, and checked by the next round. So is a difference that a command in an
 * inbox explains that was not drained in time, as while a service is down. A prefix of one stream
 * must be sound at any time, so what concerns a single stream is checked without exception.
 *
 * <p>What a log says by itself stays broken in every later round. What the logs only show together
 * is compared anew by each, so that a deadline which passed and then fired is no finding any more.
 * An order about which there is nothing to say, as it has ended and all agree, is looked at again
 * when one of the logs moves it.
 *
 * <p>Memory grows with what the logs hold (docs/decisions/0097).
 */
public final class Audit implements AutoCloseable {

    /** Told how far the reading is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param read records so far, transaction marks not counted
         * @param of the log's size, transaction marks counted: an upper bound
         */
        void at(String log, long read, long of);
    }

    /**
     * @param settle how long to wait for inboxes to drain
     * @param tolerance how late a deadline may fire
     */
    public record Options(Duration settle, Duration tolerance) {}

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final LogSource source;
    private final Options options;
    private final InstantSource clock;
    private final Progress progress;
    private final Findings facts = new Findings();
    private final MoneyTotals money = new MoneyTotals();

    /** Orders that the next check has to look at. */
    private final Set<String> unsettled = new HashSet<>();

    private final OrderFold orders = new OrderFold(facts, unsettled, money);
    private final StockFold stock = new StockFold(facts, unsettled);
    private final PaymentFold payments = new PaymentFold(facts, unsettled, money);
    private final ShipmentFold shipments = new ShipmentFold(facts, unsettled);
    private final LogReading<OrderEvent> orderLog =
            new LogReading<>(ServiceLog.ORDER, facts, orders);
    private final List<LogReading<?>> servants =
            List.of(
                    new LogReading<>(ServiceLog.INVENTORY, facts, stock),
                    new LogReading<>(ServiceLog.PAYMENT, facts, payments),
                    new LogReading<>(ServiceLog.SHIPPING, facts, shipments));

    Audit(LogSource source, Options options, InstantSource clock, Progress progress) {
        this.source = source;
        this.options = options;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Of the logs in a Kafka cluster, none of which has been read yet.
     *
     * @param kafka what every client of it needs to know: where it is, and how to log in
     */
    public static Audit of(Map<String, Object> kafka, Options options, Progress progress) {
        return new Audit(new KafkaLogSource(kafka), options, InstantSource.system(), progress);
    }

    /**
     * Reads on and checks.
     *
     * @throws AuditFailure if the logs cannot be read; the next round goes on where this one
     *     stopped
     */
    public Verdict round() {
        Instant began = clock.instant();
        orders.begin();
        orderLog.findEnd(source, began);
        var inboxes = inboxEnds(servants);
        orderLog.read(source, progress);
        Map<String, Long> waiting = drained(inboxes);

        servants.forEach(log -> log.findEnd(source, began));
        inboxes = inboxEnds(List.of(orderLog));
        servants.forEach(log -> log.read(source, progress));
        waiting.putAll(drained(inboxes));

        orders.cut();
        orderLog.findEnd(source, began);
        orderLog.read(source, progress);
        return verdict(waiting);
    }

    /**
     * By service: how many offsets its log is known to be ahead of what was read. May be asked by
     * other threads during a round.
     */
    public Map<String, Long> behind() {
        Map<String, Long> behind = new LinkedHashMap<>();
        logs().forEach(log -> behind.put(log.service(), log.behind()));
        return behind;
    }

    /** The orders that the next round looks at, beside those that move until then. */
    Set<String> unsettled() {
        return unsettled;
    }

    private Stream<LogReading<?>> logs() {
        return Stream.concat(Stream.of(orderLog), servants.stream());
    }

    private Map<String, Map<Integer, Long>> inboxEnds(List<? extends LogReading<?>> logs) {
        Map<String, Map<Integer, Long>> ends = new HashMap<>();
        logs.forEach(log -> ends.put(log.service(), source.ends(log.service() + ".commands")));
        return ends;
    }

    /** Waits until the inboxes are drained up to the given offsets, or the time is up. */
    private Map<String, Long> drained(Map<String, Map<Integer, Long>> inboxes) {
        long patience = System.nanoTime() + options.settle().toNanos();
        Map<String, Long> waiting = new HashMap<>();
        while (true) {
            inboxes.forEach((service, ends) -> waiting.put(service, source.waiting(service, ends)));
            if (waiting.values().stream().allMatch(count -> count == 0)
                    || System.nanoTime() > patience) {
                return waiting;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private Verdict verdict(Map<String, Long> waiting) {
        Instant now = clock.instant();
        var state = new Findings(facts);
        var notes = new Notes();
        var inFlight = new Notes();
        Set<String> busy = new HashSet<>();
        waiting.forEach((service, count) -> {
            if (count > 0) {
                busy.add(service);
            }
        });
        var books =
                new Books(
                        orders.orders(),
                        orders.moved(),
                        stock.shares(),
                        payments.payments(),
                        shipments.shipments());
        List<Verdict.Log> logs = logs().map(log -> log.summary(waiting, state, notes)).toList();
        new CrossCheck(books, busy, state, notes, inFlight)
                .run(unsettled, now, options.tolerance());
        return new Verdict(
                now,
                logs,
                orders.byStatus(),
                units(),
                money.all(),
                notes.all(),
                inFlight.all(),
                state.kept(),
                state.notKept());
    }

    private Units units() {
        return stock.stocks().values().stream()
                .map(StockFold.Stock::units)
                .reduce(Units.NONE, Units::plus);
    }

    @Override
    public void close() {
        source.close();
    }
}
