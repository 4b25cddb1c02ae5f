package daybook.audit;

import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.*;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps each SKU's stock and each order's share of it, from the inventory's log. Units. */
final class StockFold implements Consumer<Envelope<InventoryEvent>> {

    /** The stock of one SKU. */
    static final class Stock {
        long received;
        long adjusted;
        long available;
        long reserved;
        long shipped;
        long returned;
        private final Map<OrderLineKey, Integer> open = new HashMap<>();

        Verdict.Units units() {
            return new Verdict.Units(received, adjusted, available, reserved, shipped, returned);
        }
    }

    /** What one order holds and took, over all SKUs. */
    static final class Share {
        long reservedUnits;
        long shippedUnits;
        long returnedUnits;

        /** As {@link OrderAccount#lines}. */
        long shipped;

        /** As {@link OrderAccount#restocked}. */
        long returned;

        @Nullable Position lastPosition;
    }

    private record OrderLineKey(String orderId, int line) {}

    private final Map<String, Stock> stocks = new HashMap<>();
    private final Map<String, Share> shares = new HashMap<>();
    private final Findings findings;
    private final Set<String> unsettled;

    /**
     * @param unsettled gets the orders that something happened to
     */
    StockFold(Findings findings, Set<String> unsettled) {
        this.findings = findings;
        this.unsettled = unsettled;
    }

    /** By SKU. */
    Map<String, Stock> stocks() {
        return stocks;
    }

    /** By order id. */
    Map<String, Share> shares() {
        return shares;
    }

    @Override
    public void accept(Envelope<InventoryEvent> at) {
        Stock stock = stocks.computeIfAbsent(at.streamId(), _ -> new Stock());
        switch (at.event()) {
            case StockReceived(var quantity, _) -> {
                positive(at, quantity);
                stock.received += quantity;
                stock.available += quantity;
            }
            case StockAdjusted(var delta, _) -> {
                stock.adjusted += delta;
                stock.available += delta;
            }
            case StockReserved reserved -> reserve(stock, reserved, at);
            case ReservationRefused refused -> checkRefusal(stock, refused, at);
            case StockReleased(var orderId, var line, var quantity) -> {
                close(stock, orderId, line, quantity, at);
                stock.available += quantity;
            }
            case StockShipped(var orderId, var line, var quantity) -> {
                close(stock, orderId, line, quantity, at);
                stock.shipped += quantity;
                Share share = share(orderId, at);
                share.shippedUnits += quantity;
                share.shipped += OrderAccount.fingerprint(at.streamId(), line, quantity);
            }
            case StockReturned returned -> takeBack(stock, returned, at);
        }
        checkTotals(stock, at);
    }

    private Share share(String orderId, Envelope<InventoryEvent> at) {
        Share share = shares.computeIfAbsent(orderId, _ -> new Share());
        share.lastPosition = at.position();
        unsettled.add(orderId);
        return share;
    }

    private void reserve(Stock stock, StockReserved reserved, Envelope<InventoryEvent> at) {
        int quantity = reserved.quantity();
        positive(at, quantity);
        var key = new OrderLineKey(reserved.orderId(), reserved.line());
        if (stock.open.putIfAbsent(key, quantity) != null) {
            broken(at, "line %d of %s is reserved already".formatted(key.line, key.orderId));
        }
        stock.available -= quantity;
        stock.reserved += quantity;
        share(reserved.orderId(), at).reservedUnits += quantity;
    }

    private void close(
            Stock stock, String orderId, int line, int quantity, Envelope<InventoryEvent> at) {
        Integer open = stock.open.remove(new OrderLineKey(orderId, line));
        if (open == null || open != quantity) {
            broken(
                    at,
                    "%d units of line %d of %s, of which %s are reserved"
                            .formatted(quantity, line, orderId, open == null ? "none" : open));
        }
        stock.reserved -= quantity;
        share(orderId, at).reservedUnits -= quantity;
    }

    private void takeBack(Stock stock, StockReturned returned, Envelope<InventoryEvent> at) {
        int quantity = returned.quantity();
        positive(at, quantity);
        stock.returned += quantity;
        stock.available += quantity;
        Share share = share(returned.orderId(), at);
        share.returnedUnits += quantity;
        share.returned +=
                OrderAccount.returnFingerprint(returned.returnId(), returned.line(), quantity);
        if (share.returnedUnits > share.shippedUnits || stock.returned > stock.shipped) {
            broken(at, "more comes back from %s than was shipped".formatted(returned.orderId()));
        }
    }

    private void checkRefusal(
            Stock stock, ReservationRefused refused, Envelope<InventoryEvent> at) {
        if (refused.available() != stock.available || refused.quantity() <= stock.available) {
            broken(
                    at,
                    "%d units refused for want of stock (available then: %d), but %d are available"
                            .formatted(refused.quantity(), refused.available(), stock.available));
        }
    }

    private void checkTotals(Stock stock, Envelope<InventoryEvent> at) {
        if (stock.available < 0) {
            findings.add(Rule.STOCK_NOT_NEGATIVE, "inventory", at, "leaves " + stock.available);
        }
        long in = stock.received + stock.adjusted;
        long out = stock.available + stock.reserved + stock.shipped - stock.returned;
        if (in != out) {
            broken(at, "received + adjusted is %d, the rest adds up to %d".formatted(in, out));
        }
    }

    private void positive(Envelope<InventoryEvent> at, int quantity) {
        if (quantity <= 0) {
            broken(at, "moves %d units".formatted(quantity));
        }
    }

    private void broken(Envelope<InventoryEvent> at, String detail) {
        findings.add(Rule.STOCK_CONSERVED, "inventory", at, detail);
    }
}
