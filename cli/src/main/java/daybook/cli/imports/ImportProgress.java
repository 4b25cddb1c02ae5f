package daybook.cli.imports;

import daybook.cli.imports.Outcome.End;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How far an import is. */
final class ImportProgress {

    private final int skus;
    private final int orders;
    private final Importer.Progress changed;
    private final LongAdder received = new LongAdder();
    private final LongAdder placed = new LongAdder();
    private final AtomicLongArray orderEnds = new AtomicLongArray(End.values().length);
    private final LongAdder finished = new LongAdder();
    private final LongAdder returned = new LongAdder();

    /**
     * @param changed told after every step
     */
    ImportProgress(int skus, int orders, Importer.Progress changed) {
        this.skus = skus;
        this.orders = orders;
        this.changed = changed;
    }

    void received() {
        received.increment();
        changed.at(fraction(), toString());
    }

    void placed() {
        placed.increment();
        changed.at(fraction(), toString());
    }

    void orderEnded(End end) {
        orderEnds.incrementAndGet(end.ordinal());
        finished.increment();
        changed.at(fraction(), toString());
    }

    void returnEnded(End end) {
        if (end == End.RETURNED) {
            returned.increment();
        }
        changed.at(fraction(), toString());
    }

    private double fraction() {
        long steps = received.sum() + finished.sum();
        return skus + orders == 0 ? 1 : Math.min(1, (double) steps / (skus + orders));
    }

    private long ended(End end) {
        return orderEnds.get(end.ordinal());
    }

    @Override
    public String toString() {
        if (received.sum() < skus && placed.sum() == 0) {
            return "stock of %d/%d products received".formatted(received.sum(), skus);
        }
        return "%d/%d orders ended: %d completed, %d rejected; %d returns"
                .formatted(
                        finished.sum(),
                        orders,
                        ended(End.COMPLETED),
                        ended(End.REJECTED),
                        returned.sum());
    }
}
