package daybook.order.domain;

import java.time.Duration;

/**
 * How long an order waits for others.
 *
 * @param reserve for inventory to answer for every line, before the order is rejected
 * @param authorise for payment to hold the money, before the order is unwound
 * @param book for shipping to book the parcel, before the order is unwound
 * @param dispatch for the parcel to leave, before the order is unwound
 * @param retry for an answer that must come, before it is asked for again
 */
public record Waits(
        Duration reserve, Duration authorise, Duration book, Duration dispatch, Duration retry) {}
