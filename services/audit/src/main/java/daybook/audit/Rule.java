package daybook.audit;

import java.util.Locale;

/** What must hold in the logs at every committed point. */
public enum Rule {
    LOG_KEPT("what was read of a log once is still in it"),
    READABLE("every record is an event that this version of Daybook knows"),
    UNTAMPERED("every record carries the hash that follows from it and the one before it"),
    CONTIGUOUS("every stream's versions are 1, 2, 3, …"),
    COMMAND_ONCE("a command adds events once"),
    PARKED_SEEN_TO("what is parked moves once, by what an operator did, and by nothing else"),
    LEGAL_STEP("a stream moves only as its life allows, and not after its end"),
    STOCK_NOT_NEGATIVE("available stock is never below zero"),
    STOCK_CONSERVED("received + adjusted = available + reserved + shipped - returned"),
    MONEY_CONSERVED("authorised = captured + voided + open, and refunded is at most captured"),
    ORDER_KNOWN("stock, money and parcels move only for orders that exist"),
    STOCK_AS_ORDERED("what is set aside and leaves the house is what the order says"),
    MONEY_AS_ORDERED("captured - refunded = value shipped and kept"),
    PARCEL_AS_ORDERED("a parcel leaves for dispatched orders and for no others"),
    ENDED_CLEAN("an ended order holds no stock, no authorisation and no parcel"),
    LIVE_DEADLINE("every order has ended or waits on a live deadline"),
    PROVIDER_AGREES("the payment provider's books equal ours");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The rule as people say it. */
    public String sentence() {
        return sentence;
    }
}
