package daybook.order.readmodel;

import java.time.Instant;

/** An order in a list. */
public record OrderSummary(
        String orderId,
        String customerId,
        OrderView.Status status,
        String reason,
        String currency,
        long totalMinor,
        Instant placedAt,
        Instant updatedAt,
        long version) {}
