package daybook.contracts;

/**
 * An address that only who has the customer's key can read. It goes from event to event as it is.
 *
 * @param key names the key; empty if it was stored before addresses were sealed
 * @param data the sealed text; without a key, the address's own
 */
public record Sealed(String key, String data) {

    /** What the text of an order's address belongs to, so that it fits no other order. */
    public static String context(String orderId) {
        return "order/" + orderId + "/shipTo";
    }

    /** As addresses were stored once. */
    public static Sealed inClear(Address address) {
        return new Sealed("", address.text());
    }
}
