package daybook.bench;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What happened between two looks: how much was done, in what time, with what CPU.
 *
 * @param cpu by process
 */
record Window(long count, double seconds, Cpu cpu) implements Comparable<Window> {

    private static final long LOOK_EVERY_MILLIS = 200;

    double perSecond() {
        return count / seconds;
    }

    double microsEach() {
        return cpu.microsPer(count);
    }

    double microsEach(String process) {
        return cpu.microsPer(process, count);
    }

    @Override
    public int compareTo(Window other) {
        return Double.compare(microsEach(), other.microsEach());
    }

    /**
     * Watches a process from when {@code warmUp} is done until {@code all} is or the time is over.
     *
     * @param done how much is done so far
     */
    static Window watch(
            Child child,
            Map<String, ProcessHandle> processes,
            LongSupplier done,
            long warmUp,
            long all,
            int seconds)
            throws InterruptedException {
        long limit = System.nanoTime() + seconds * 1_000_000_000L;
        long first = await(child, done, warmUp, limit);
        Cpu before = Cpu.of(processes);
        long began = System.nanoTime();
        long last = first;
        Cpu after = before;
        long ended = began;
        while (last < all && System.nanoTime() < limit && child.running()) {
            Thread.sleep(LOOK_EVERY_MILLIS);
            Cpu now = Cpu.of(processes);
            if (!child.running()) {
                // Its last CPU time cannot be read any more: the look before is the last.
                break;
            }
            after = now;
            ended = System.nanoTime();
            last = done.getAsLong();
        }
        child.check();
        if (last == first) {
            throw new BenchFailure(
                    "nothing was done while it was watched; more --seconds may help");
        }
        return new Window(last - first, (ended - began) / 1e9, after.since(before));
    }

    private static long await(Child child, LongSupplier done, long warmUp, long limit)
            throws InterruptedException {
        long now = done.getAsLong();
        while (now < warmUp) {
            child.check();
            if (System.nanoTime() > limit) {
                throw new BenchFailure(
                        "only %d of %d for the warm-up were done in time".formatted(now, warmUp));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
            now = done.getAsLong();
        }
        return now;
    }
}
