package daybook.eventlog.kafka;

import daybook.eventlog.Service;
import daybook.eventlog.serde.NewerVersionException;
import daybook.eventlog.shard.Parking;
import daybook.eventlog.state.StateCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs a service's shards on a thread of its own, and begins again after a failure: everything that
 * it needs is in the log.
 */
public final class ShardLoop<C, S, E> implements AutoCloseable {

    /** What the loop is at. */
    public enum Life {
        /** Waits for the group to say which partitions are its own. */
        STARTING,
        /** Reads partitions back; those that it has already go on. */
        RESTORING,
        /** The group moves partitions; those that stay go on. */
        REBALANCING,
        /** All its partitions take commands. */
        ACTIVE,
        /** Failed, and waits to begin again; or stands aside, as it is outdated. */
        FAILED,
        /** Has ended. */
        CLOSED
    }

    /**
     * A partition of the log that is being read back.
     *
     * @param position the first offset that is not read yet
     * @param end where the log ended when it began
     */
    public record Restoring(int partition, long position, long end) {}

    /**
     * How the loop is.
     *
     * @param trouble why it failed last, in one line; empty if it went well since
     * @param turned when it last came to the end of a turn, or of a failure
     * @param parking what is parked in this replica's partitions
     */
    public record Status(
            Life life,
            List<Restoring> restoring,
            String trouble,
            Instant turned,
            Parking parking) {}

    private static final Logger LOG = Logger.getLogger(ShardLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /**
     * Whatever a turn waits for has a deadline of a minute at most: Kafka's clients, the database's
     * socket. A turn of five minutes hangs, and after as long the group gives its partitions away
     * (max.poll.interval.ms).
     */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(5);

    private final Service<C, S, E> service;
    private final StateCache<S> cache;
    private final Map<String, Object> kafka;
    private final ShardSettings settings;
    private final InstantSource clock;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Status status;
    private volatile boolean wasActive;

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
        this.status = new Status(Life.STARTING, List.of(), "", clock.instant(), Parking.NONE);
        thread = Thread.ofPlatform().name("shard-" + service.name()).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public Status status() {
        return status;
    }

    /**
     * Whether all partitions were active at least once. From then on this replica takes requests:
     * what it restores later, or a failure that other replicas have too, only makes callers wait.
     */
    public boolean wasActive() {
        return wasActive;
    }

    /**
     * Whether the loop works, or will again by itself. It does not once its thread has died or
     * hangs in one turn, which nothing but a new process mends.
     */
    public boolean isAlive() {
        boolean ended = thread.getState() == Thread.State.TERMINATED;
        if (ended || closing.getCount() == 0) {
            return closing.getCount() == 0;
        }
        return clock.instant().isBefore(status.turned().plus(LONGEST_TURN));
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (closing.getCount() > 0) {
            try (var session = new ShardSession<>(service, cache, kafka, settings, clock)) {
                turned(Life.STARTING, List.of(), status.trouble(), Parking.NONE);
                session.open();
                while (closing.getCount() > 0) {
                    turn(session);
                    turned(session);
                    if (status.life() == Life.ACTIVE) {
                        pause = FIRST_PAUSE;
                    }
                }
                session.leave();
            } catch (NewerVersionException e) {
                standAside(e);
            } catch (RuntimeException e) {
                String trouble = root(e).toString();
                if (trouble.equals(status.trouble())) {
                    LOG.errorf("The shard of %s failed again: %s", service.name(), trouble);
                } else {
                    LOG.errorf(e, "The shard of %s failed; it reads its log again", service.name());
                }
                turned(Life.FAILED, List.of(), trouble, Parking.NONE);
                pause = rest(pause);
            }
        }
        turned(Life.CLOSED, List.of(), status.trouble(), Parking.NONE);
    }

    /** A replica that cannot read on hands its partitions to those that can. */
    private void turn(ShardSession<C, S, E> session) {
        try {
            session.turn();
        } catch (NewerVersionException e) {
            session.leave();
            throw e;
        }
    }

    /** Until the process ends: no second try makes an older executable read what is newer. */
    private void standAside(NewerVersionException why) {
        LOG.errorf("The shard of %s stands aside: %s", service.name(), why.getMessage());
        while (closing.getCount() > 0) {
            turned(Life.FAILED, List.of(), String.valueOf(why.getMessage()), Parking.NONE);
            rest(LONGEST_PAUSE);
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void turned(ShardSession<C, S, E> session) {
        List<Restoring> restoring = session.restoring();
        Life life =
                switch (session.membership()) {
                    case JOINING -> Life.STARTING;
                    case REBALANCING -> Life.REBALANCING;
                    case SETTLED, LEFT -> restoring.isEmpty() ? Life.ACTIVE : Life.RESTORING;
                };
        if (life == Life.ACTIVE) {
            wasActive = true;
        }
        turned(life, restoring, life == Life.ACTIVE ? "" : status.trouble(), session.parking());
    }

    private void turned(Life life, List<Restoring> restoring, String trouble, Parking parking) {
        status = new Status(life, restoring, trouble, clock.instant(), parking);
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

    /** Finishes the batch at hand, hands its partitions over and stops. */
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
