package daybook.audit;

import daybook.eventlog.Position;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the audit remembers of an order: a fixed number of longs, and the refunds under way. */
final class OrderAccount {

    OrderStatus status = OrderStatus.RESERVING;
    String currency = "";
    @Nullable Position lastPosition;

    long totalMinor;
    long units;

    /** Sum of the fingerprints of its lines: line number, SKU, quantity. */
    long lines;

    /** Worth of everything that came back, whether its money is refunded, refused or pending. */
    long returnedMinor;

    long returnedUnits;
    long refundedMinor;
    long refusedMinor;

    /** Sum of the fingerprints of the lines that came back into stock. */
    long restocked;

    private @Nullable Map<String, Long> pendingRefunds;
    private @Nullable Instant deadline;

    /** What it waits for has to come until then; {@code null} if nothing set it. */
    @Nullable Instant deadline() {
        return deadline;
    }

    void waitUntil(Instant instant) {
        deadline = instant;
    }

    void refundPending(String returnId, long amountMinor) {
        if (pendingRefunds == null) {
            pendingRefunds = new HashMap<>();
        }
        pendingRefunds.put(returnId, amountMinor);
    }

    /** The amount of a refund that is over now, or -1 if it was not under way. */
    long refundEnded(String returnId) {
        Long amount = pendingRefunds == null ? null : pendingRefunds.remove(returnId);
        return amount == null ? -1 : amount;
    }

    boolean hasPendingRefunds() {
        return pendingRefunds != null && !pendingRefunds.isEmpty();
    }

    long pendingMinor() {
        return pendingRefunds == null
                ? 0
                : pendingRefunds.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean waits() {
        return !status.ended() || hasPendingRefunds();
    }

    Verdict.Money money() {
        long kept = status == OrderStatus.COMPLETED ? totalMinor - returnedMinor : 0;
        long unpaid = status == OrderStatus.UNPAID ? totalMinor - returnedMinor : 0;
        return new Verdict.Money(totalMinor, 0, 0, 0, 0, 0, kept, unpaid);
    }

    static long fingerprint(String sku, int line, int quantity) {
        return Fingerprint.of(sku, line, quantity);
    }

    static long returnFingerprint(String returnId, int line, int quantity) {
        return Fingerprint.of(returnId, line, quantity);
    }
}
