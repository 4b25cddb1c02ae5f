package daybook.audit;

/** Where an order stands, as its own log says. */
public enum OrderStatus {
    RESERVING,
    AUTHORISING,
    BOOKING,
    BOOKED,
    CANCELLING,
    VOIDING,
    CAPTURING,
    COMPLETED,
    UNPAID,
    CANCELLED,
    REJECTED;

    boolean ended() {
        return switch (this) {
            case COMPLETED, UNPAID, CANCELLED, REJECTED -> true;
            case RESERVING, AUTHORISING, BOOKING, BOOKED, CANCELLING, VOIDING, CAPTURING -> false;
        };
    }

    /** Ended without a parcel on its way. */
    boolean unwound() {
        return this == CANCELLED || this == REJECTED;
    }

    /** The parcel has left. */
    boolean dispatched() {
        return this == CAPTURING || this == COMPLETED || this == UNPAID;
    }

    /** All of its stock is set aside and nothing has moved yet. */
    boolean holdsAllStock() {
        return this == AUTHORISING || this == BOOKING || this == BOOKED;
    }

    /** The payment is held and will be taken, or has been. */
    boolean paid() {
        return this == BOOKING || this == BOOKED || this == CAPTURING || this == COMPLETED;
    }
}
