package daybook.eventlog.kafka;

import daybook.eventlog.Service;
import daybook.eventlog.state.StateCache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs a service's shards on a thread of its own: LOADING until every partition it owns is read
 * back, then ACTIVE; FAILED while it waits to begin again after a failure; CLOSED at the end.
 */
public final class ShardLoop<C, S, E> implements AutoCloseable {

    /** Where the loop stands. */
    public enum Life {
        LOADING,
        ACTIVE,
        FAILED,
        CLOSED
    }

    private static final Logger LOG = Logger.getLogger(ShardLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Service<C, S, E> service;
    private final StateCache<S> cache;
    private final Map<String, Object> kafka;
    private final ShardSettings settings;
    private final InstantSource clock;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Life life = Life.LOADING;
    private volatile String trouble = "";

    public ShardLoop(
            Service<C, S, E> service,
            StateCache<S> cache,
            Map<String, Object> kafka,
            ShardSettings settings,
            InstantSource clock) {
        this.service = service;
        this.cache = cache;
        this.kafka = Map.copyOf(kafka);
        this.settings = settings;
        this.clock = clock;
        thread = Thread.ofPlatform().name("shard-" + service.name()).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public Life life() {
        return life;
    }

    /** Why the loop failed last, in one line; empty if it did not. */
    public String trouble() {
        return trouble;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (closing.getCount() > 0) {
            try (var session = new ShardSession<>(service, cache, kafka, settings, clock)) {
                life = Life.LOADING;
                session.open();
                while (closing.getCount() > 0) {
                    session.turn();
                    if (session.restoringCount() == 0 && session.joined()) {
                        life = Life.ACTIVE;
                        trouble = "";
                        pause = FIRST_PAUSE;
                    } else {
                        life = Life.LOADING;
                    }
                }
            } catch (RuntimeException e) {
                life = Life.FAILED;
                trouble = String.valueOf(e);
                LOG.errorf(e, "The shard of %s failed; it reads its log again", service.name());
                pause = rest(pause);
            }
        }
        life = Life.CLOSED;
    }

    /** Waits before the next try, twice as long each time. */
    private Duration rest(Duration pause) {
        try {
            closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** Finishes the batch at hand and stops. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
