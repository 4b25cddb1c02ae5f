package daybook.inventory.domain;

import java.util.Map;

/**
 * The stock of a SKU, in units.
 *
 * @param available what may still be reserved
 * @param reserved what is in the house but promised; the sum of {@code reservations}
 * @param shipped what has left the house and has not come back
 * @param reservations units by order line, see {@link #key}
 */
public record StockState(
        int available, int reserved, long shipped, Map<String, Integer> reservations) {

    /** The wire name under which states are stored. */
    public static final Map<String, Class<? extends StockState>> TYPES =
            Map.of("stock", StockState.class);

    /** A SKU that was never received. */
    static final StockState NONE = new StockState(0, 0, 0, Map.of());

    public StockState {
        reservations = Reservations.of(reservations);
    }

    static String key(String orderId, int line) {
        return orderId + "/" + line;
    }

    /** Units set aside for the line; 0 if there are none. */
    int reservedFor(String orderId, int line) {
        return reservations.getOrDefault(key(orderId, line), 0);
    }

    /** Units in the house, promised or not. */
    long onHand() {
        return (long) available + reserved;
    }

    StockState added(int units) {
        return new StockState(available + units, reserved, shipped, reservations);
    }

    StockState reserved(String orderId, int line, int units) {
        var more = Reservations.of(reservations).with(key(orderId, line), units);
        return new StockState(available - units, reserved + units, shipped, more);
    }

    StockState released(String orderId, int line, int units) {
        var fewer = Reservations.of(reservations).without(key(orderId, line));
        return new StockState(available + units, reserved - units, shipped, fewer);
    }

    StockState shipped(String orderId, int line, int units) {
        var fewer = Reservations.of(reservations).without(key(orderId, line));
        return new StockState(available, reserved - units, shipped + units, fewer);
    }

    StockState returned(int units) {
        return new StockState(available + units, reserved, shipped - units, reservations);
    }
}
