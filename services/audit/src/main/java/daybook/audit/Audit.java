package daybook.audit;

import daybook.audit.CrossCheck.Books;
import daybook.audit.Verdict.Money;
import daybook.audit.Verdict.Units;
import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.payment.PaymentEvent;
import daybook.contracts.shipping.ShippingEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the four logs while the services may be at work and checks what must hold within and
 * between them.
 *
 * <p>Four logs cannot be read at one instant, so they are read in an order that makes every finding
 * sharp:
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
 * flight: it is counted, and checked by the next audit. So is a difference that a command in an
 * inbox explains that was not drained in time, as while a service is down. A prefix of one stream
 * must be sound at any time, so what concerns a single stream is checked without exception.
 *
 * <p>Memory: a fixed number of longs for each order and SKU, and of one partition at a time the
 * commands' hashes.
 */
public final class Audit {

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
    private static final List<ServiceLog<?>> SERVANTS =
            List.of(ServiceLog.INVENTORY, ServiceLog.PAYMENT, ServiceLog.SHIPPING);

    private final LogSource source;
    private final Options options;
    private final InstantSource clock;
    private final Progress progress;
    private final Findings findings = new Findings();
    private final OrderFold orders = new OrderFold(findings);
    private final StockFold stock = new StockFold(findings);
    private final PaymentFold payments = new PaymentFold(findings);
    private final ShipmentFold shipments = new ShipmentFold(findings);
    private final StreamCheck<OrderEvent> orderStreams =
            new StreamCheck<>("order", findings, orders);
    private final StreamCheck<InventoryEvent> stockStreams =
            new StreamCheck<>("inventory", findings, stock);
    private final StreamCheck<PaymentEvent> paymentStreams =
            new StreamCheck<>("payment", findings, payments);
    private final StreamCheck<ShippingEvent> shipmentStreams =
            new StreamCheck<>("shipping", findings, shipments);

    Audit(LogSource source, Options options, InstantSource clock, Progress progress) {
        this.source = source;
        this.options = options;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Audits the logs in a Kafka cluster.
     *
     * @throws AuditFailure if they cannot be read
     */
    public static Verdict of(String bootstrapServers, Options options, Progress progress) {
        try (var source = new KafkaLogSource(bootstrapServers)) {
            return new Audit(source, options, InstantSource.system(), progress).run();
        }
    }

    Verdict run() {
        Map<Integer, Long> a = source.ends(ServiceLog.ORDER.events());
        var inboxes = inboxEnds(SERVANTS);
        read(ServiceLog.ORDER, Map.of(), a, orderStreams);
        Map<String, Long> waiting = drained(inboxes);

        Map<Integer, Long> stockEnd = source.ends(ServiceLog.INVENTORY.events());
        Map<Integer, Long> paymentEnd = source.ends(ServiceLog.PAYMENT.events());
        Map<Integer, Long> shippingEnd = source.ends(ServiceLog.SHIPPING.events());
        inboxes = inboxEnds(List.of(ServiceLog.ORDER));
        read(ServiceLog.INVENTORY, Map.of(), stockEnd, stockStreams);
        read(ServiceLog.PAYMENT, Map.of(), paymentEnd, paymentStreams);
        read(ServiceLog.SHIPPING, Map.of(), shippingEnd, shipmentStreams);
        waiting.putAll(drained(inboxes));

        orders.cut();
        read(ServiceLog.ORDER, a, source.ends(ServiceLog.ORDER.events()), orderStreams);
        return verdict(waiting);
    }

    private Map<String, Map<Integer, Long>> inboxEnds(List<ServiceLog<?>> logs) {
        Map<String, Map<Integer, Long>> ends = new HashMap<>();
        logs.forEach(log -> ends.put(log.service(), source.ends(log.commands())));
        return ends;
    }

    private <E> void read(
            ServiceLog<E> log,
            Map<Integer, Long> from,
            Map<Integer, Long> to,
            LogVisitor<E> check) {
        long size =
                to.entrySet().stream()
                        .mapToLong(end -> end.getValue() - from.getOrDefault(end.getKey(), 0L))
                        .sum();
        source.read(log, from, to, new ProgressVisitor<>(log.service(), size, check, progress));
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
                        stock.shares(),
                        payments.payments(),
                        shipments.shipments());
        new CrossCheck(books, busy, findings, notes, inFlight)
                .run(clock.instant(), options.tolerance());
        return new Verdict(
                clock.instant(),
                List.of(
                        orderStreams.summary(waiting, notes),
                        stockStreams.summary(waiting, notes),
                        paymentStreams.summary(waiting, notes),
                        shipmentStreams.summary(waiting, notes)),
                byStatus(),
                units(),
                money(),
                notes.all(),
                inFlight.all(),
                findings.kept(),
                findings.notKept());
    }

    private Map<OrderStatus, Long> byStatus() {
        Map<OrderStatus, Long> counts = new EnumMap<>(OrderStatus.class);
        orders.orders().values().forEach(order -> counts.merge(order.status, 1L, Long::sum));
        return counts;
    }

    private Units units() {
        return stock.stocks().values().stream()
                .map(StockFold.Stock::units)
                .reduce(Units.NONE, Units::plus);
    }

    private Map<String, Money> money() {
        Map<String, Money> money = new TreeMap<>();
        orders.orders()
                .values()
                .forEach(order -> money.merge(order.currency, order.money(), Money::plus));
        payments.payments()
                .values()
                .forEach(payment -> money.merge(payment.currency, payment.money(), Money::plus));
        return new LinkedHashMap<>(money);
    }
}
