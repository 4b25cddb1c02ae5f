package daybook.eventlog.kafka;

import daybook.eventlog.shard.Shard;
import daybook.eventlog.shard.Stored;
import daybook.eventlog.state.StateCache;
import daybook.eventlog.state.StateCacheException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Stores what has changed in the shards' memory on a thread of its own, so that commands need not
 * wait for the database: one transaction for all partitions, one after the other. What it stores is
 * committed to the log, so that nothing is lost if it fails or comes too late; rows that another
 * owner has written since are newer and stay.
 */
final class Saver<S> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Saver.class);

    /** What the cache may lag behind before the loop stops taking commands. */
    private static final int UNSAVED_LIMIT = 100_000;

    private final StateCache<S> cache;
    private final int streamsInMemory;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("saver").daemon().factory());
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);
    private List<Shard<?, S, ?>> saving = List.of();

    Saver(StateCache<S> cache, int streamsInMemory) {
        this.cache = cache;
        this.streamsInMemory = streamsInMemory;
    }

    /** Whether it can {@link #begin}: what it began before is done and taken note of. */
    boolean idle() {
        if (running.isDone()) {
            settle();
        } else if (unsavedCount() > UNSAVED_LIMIT) {
            await();
        }
        return saving.isEmpty();
    }

    /**
     * @param shards whose changes these are
     */
    void begin(List<? extends Shard<?, S, ?>> shards, List<Stored.Changes<S>> changes) {
        if (!shards.isEmpty()) {
            saving = List.copyOf(shards);
            running = CompletableFuture.runAsync(() -> cache.save(changes), thread);
        }
    }

    /** Waits for what it began. */
    void await() {
        try {
            running.join();
        } catch (CompletionException e) {
            // Told apart below.
        }
        settle();
    }

    private void settle() {
        List<Shard<?, S, ?>> shards = saving;
        int unsaved = unsavedCount();
        saving = List.of();
        if (!running.isCompletedExceptionally()) {
            shards.forEach(shard -> shard.saved(streamsInMemory));
            return;
        }
        Throwable failure = running.exceptionNow();
        running = CompletableFuture.completedFuture(null);
        shards.forEach(Shard::notSaved);
        if (!(failure instanceof StateCacheException) || unsaved > UNSAVED_LIMIT) {
            throw new IllegalStateException("The state cache cannot be written", failure);
        }
        LOG.warnf("%s; the log has it all, and the next checkpoint tries again", failure);
    }

    private int unsavedCount() {
        return saving.stream().mapToInt(Shard::unsavedCount).sum();
    }

    /** What is being stored may still be stored. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
