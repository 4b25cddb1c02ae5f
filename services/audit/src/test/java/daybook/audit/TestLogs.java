package daybook.audit;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.*;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.*;
import daybook.contracts.order.OrderLine;
import daybook.contracts.payment.PaymentEvent;
import daybook.contracts.payment.PaymentEvent.*;
import daybook.contracts.shipping.ShippingEvent;
import daybook.contracts.shipping.ShippingEvent.*;
import daybook.eventlog.Decision;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.shard.Act;
import daybook.eventlog.shard.Cause;
import daybook.eventlog.shard.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Logs of one partition each, written by hand. */
final class TestLogs implements LogSource {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final Instant SOON = NOW.plusSeconds(30);

    private final Map<String, List<Line>> logs = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Long> waiting = new HashMap<>();
    private final List<Runnable> onEnds = new ArrayList<>();
    private final Set<String> failures = new HashSet<>();
    private final List<String> read = new ArrayList<>();
    private Instant now = NOW;
    private int commands;

    /** An event, or another entry, or what is neither. */
    private record Line(String streamId, Optional<Envelope<?>> event, Optional<Entry<?>> answer) {}

    Verdict audit() {
        try (Audit audit = begin()) {
            return audit.round();
        }
    }

    /** An audit that has not read anything yet. */
    Audit begin() {
        var options = new Audit.Options(Duration.ZERO, Duration.ofMinutes(1));
        return new Audit(this, options, () -> now, (_, _, _) -> {});
    }

    /** What happens and is audited from now on, is so at that time. */
    TestLogs at(Instant time) {
        now = time;
        return this;
    }

    /** The reading of a record fails once. */
    TestLogs failAt(String service, int offset) {
        failures.add(service + "/" + offset);
        return this;
    }

    /** A log loses its end. */
    TestLogs lose(String service, int records) {
        List<Line> lines = logs.getOrDefault(service + ".events", List.of());
        lines.subList(lines.size() - records, lines.size()).clear();
        return this;
    }

    /** Every record that was read, as often as it was. */
    List<String> read() {
        return read;
    }

    TestLogs order(String id, OrderEvent... events) {
        return add(ServiceLog.ORDER, id, events);
    }

    TestLogs stock(String sku, InventoryEvent... events) {
        return add(ServiceLog.INVENTORY, sku, events);
    }

    TestLogs payment(String id, PaymentEvent... events) {
        return add(ServiceLog.PAYMENT, id, events);
    }

    TestLogs shipping(String id, ShippingEvent... events) {
        return add(ServiceLog.SHIPPING, id, events);
    }

    @SafeVarargs
    final <E> TestLogs add(ServiceLog<E> log, String id, E... events) {
        for (E event : events) {
            long version = versions.merge(log.service() + "/" + id, 1L, Long::sum);
            add(log, id, version, "command-" + commands++, event);
        }
        return this;
    }

    <E> TestLogs add(ServiceLog<E> log, String id, long version, String commandId, E event) {
        var entries = logs.computeIfAbsent(log.events(), _ -> new ArrayList<>());
        var envelope =
                new Envelope<>(
                        id,
                        version,
                        log.types().nameOf(event),
                        1,
                        now,
                        commandId,
                        "correlation",
                        Optional.empty(),
                        Optional.empty(),
                        new Position(0, entries.size()),
                        event);
        entries.add(new Line(id, Optional.of(envelope), Optional.empty()));
        return this;
    }

    /** A command of the inventory that is parked. */
    TestLogs parked(String sku, String commandId) {
        return answer(new Entry.Parked<>(sku, 0, cause(commandId), "as asked", Optional.of(0L)));
    }

    /** A command of the inventory that is refused. */
    TestLogs refused(String sku, String commandId) {
        return answer(
                new Entry.Refused<>(
                        sku,
                        0,
                        cause(commandId),
                        Decision.Reason.CONFLICT,
                        "command-discarded",
                        "by an operator"));
    }

    /** An operator has seen to a stream of the inventory. */
    TestLogs acted(String sku, Act.Kind kind, Optional<Long> passedOver, String... commandIds) {
        var act =
                new Act(
                        kind,
                        "olivia",
                        "why not",
                        List.of(commandIds),
                        passedOver,
                        Optional.empty(),
                        0);
        return answer(new Entry.Acted<>(sku, 0, cause("act-" + commands++), act));
    }

    /** A record of the inventory's log that cannot be read; its offset. */
    long unreadable(String sku) {
        var entries = logs.computeIfAbsent(ServiceLog.INVENTORY.events(), _ -> new ArrayList<>());
        entries.add(new Line(sku, Optional.empty(), Optional.empty()));
        return entries.size() - 1;
    }

    private TestLogs answer(Entry<?> entry) {
        logs.computeIfAbsent(ServiceLog.INVENTORY.events(), _ -> new ArrayList<>())
                .add(new Line(entry.streamId(), Optional.empty(), Optional.of(entry)));
        return this;
    }

    private static Cause cause(String commandId) {
        return new Cause(
                commandId,
                "correlation",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOW);
    }

    /** A service that has commands in its inbox that it does not get round to. */
    TestLogs busy(String service, long commandsWaiting) {
        waiting.put(service, commandsWaiting);
        return this;
    }

    /** What happens right after the audit has read the order log for the first time. */
    TestLogs meanwhile(Runnable work) {
        onEnds.add(work);
        return this;
    }

    @Override
    public Map<Integer, Long> ends(String topic) {
        var ends = Map.of(0, (long) logs.getOrDefault(topic, List.of()).size());
        if (topic.equals(ServiceLog.ORDER.events())) {
            onEnds.forEach(Runnable::run);
            onEnds.clear();
        }
        return ends;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <E> void read(
            ServiceLog<E> log,
            Map<Integer, Long> from,
            Map<Integer, Long> to,
            LogVisitor<E> visitor) {
        List<Line> lines = logs.getOrDefault(log.events(), List.of());
        for (int i = from.getOrDefault(0, 0L).intValue(); i < to.getOrDefault(0, 0L); i++) {
            String record = log.service() + "/" + i;
            if (failures.remove(record)) {
                throw new AuditFailure("Kafka is away");
            }
            read.add(record);
            Line line = lines.get(i);
            var position = new Position(0, i);
            if (line.event().isPresent()) {
                visitor.event((Envelope<E>) line.event().get());
            } else if (line.answer().isPresent()) {
                visitor.answer((Entry<E>) line.answer().get(), position);
            } else {
                visitor.unreadable(line.streamId(), position.toString(), NOW, "garbage");
            }
            from.put(0, i + 1L);
        }
    }

    @Override
    public long waiting(String service, Map<Integer, Long> below) {
        return waiting.getOrDefault(service, 0L);
    }

    @Override
    public void close() {}

    // An order of 2 lines: 3 A at 500 and 1 B at 250, 1750 in all.

    static final OrderPlaced PLACED =
            new OrderPlaced(
                    "alice",
                    "GBP",
                    List.of(new OrderLine(1, "A", 3, 500), new OrderLine(2, "B", 1, 250)),
                    Sealed.inClear(new Address("Alice", "1 Mill Lane", "Leeds", "LS1 1AA", "GB")),
                    "pm_card_visa",
                    1750,
                    SOON);

    TestLogs received() {
        return stock("A", new StockReceived(10, "d1")).stock("B", new StockReceived(10, "d1"));
    }

    TestLogs reserved(String id) {
        return order(id, PLACED)
                .stock("A", new StockReserved(id, 1, 3))
                .stock("B", new StockReserved(id, 2, 1))
                .order(id, new LineReserved(1), new LineReserved(2), new OrderReserved(SOON))
                .payment(id, new AuthorisationRequested("alice", 1750, "GBP", "pm_card_visa"));
    }

    TestLogs booked(String id) {
        return reserved(id)
                .payment(id, new PaymentAuthorised("pi_1", 1750))
                .order(id, new OrderAuthorised(SOON))
                .shipping(
                        id,
                        new BookingRequested("alice", PLACED.shipTo(), 1000),
                        new ShipmentBooked("shp_1", "trk_1", "T1", "Post", SOON))
                .order(id, new OrderBooked("DHL", "T1", SOON));
    }

    TestLogs dispatched(String id) {
        return booked(id)
                .shipping(id, new ShipmentDispatched())
                .order(id, new OrderDispatched(SOON))
                .stock("A", new StockShipped(id, 1, 3))
                .stock("B", new StockShipped(id, 2, 1))
                .payment(id, new CaptureRequested("pi_1", 1750));
    }

    TestLogs completed(String id) {
        return dispatched(id)
                .payment(id, new PaymentCaptured(1750))
                .order(id, new OrderCompleted());
    }
}
