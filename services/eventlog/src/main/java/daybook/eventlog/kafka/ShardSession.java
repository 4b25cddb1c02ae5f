package daybook.eventlog.kafka;

import daybook.eventlog.Service;
import daybook.eventlog.shard.Parking;
import daybook.eventlog.shard.Shard;
import daybook.eventlog.shard.Stored;
import daybook.eventlog.state.StateCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One life of the shard's loop: poll, restore what is new, decide, save what has changed. Any
 * failure ends the session, and with it all memory; the next one reads the log.
 */
final class ShardSession<C, S, E> implements ConsumerRebalanceListener, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ShardSession.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Service<C, S, E> service;
    private final StateCache<S> cache;
    private final Map<String, Object> kafka;
    private final ShardSettings settings;
    private final InstantSource clock;
    private final KafkaConsumer<String, byte[]> inbox;
    private final Map<Integer, Active<C, S, E>> active = new HashMap<>();
    private final Map<Integer, Restore<C, S, E>> restoring = new LinkedHashMap<>();
    private final Decisions<C, S, E> decisions;
    private final Saver<S> saver;
    private Instant checkpointAt;
    private Membership membership = Membership.JOINING;

    /** What the group has said about the partitions. */
    enum Membership {
        /** Nothing yet. */
        JOINING,
        /** Which ones are this replica's, even if none are. */
        SETTLED,
        /** That some move. Those that stay go on meanwhile. */
        REBALANCING,
        /** Left for good. */
        LEFT
    }

    ShardSession(
            Service<C, S, E> service,
            StateCache<S> cache,
            Map<String, Object> kafka,
            ShardSettings settings,
            InstantSource clock) {
        this.service = service;
        this.cache = cache;
        this.kafka = kafka;
        this.settings = settings;
        this.clock = clock;
        saver = new Saver<>(cache, settings.streamsInMemory());
        checkpointAt = clock.instant();
        inbox = Clients.inbox(kafka, service.name(), settings);
        decisions = new Decisions<>(service, cache, kafka, settings, clock, active);
    }

    void open() {
        LogSettings.check(kafka, service.name());
        decisions.open();
        inbox.subscribe(List.of(Topics.commands(service.name())), this);
    }

    /** One turn of the loop. */
    void turn() {
        ConsumerRecords<String, byte[]> records = inbox.poll(patience());
        restore();
        Set<Integer> undone = decisions.decide(records, inbox.groupMetadata(), clock.instant());
        if (!undone.isEmpty()) {
            forget(undone, records);
        }
        checkpoint();
    }

    Membership membership() {
        return membership;
    }

    List<ShardLoop.Restoring> restoring() {
        return restoring.values().stream().map(Restore::progress).toList();
    }

    /** What is parked in the partitions that take commands. */
    Parking parking() {
        return active.values().stream()
                .map(owned -> owned.shard.parking())
                .reduce(Parking.NONE, Parking::plus);
    }

    /** How long to wait for commands: not past the next deadline. */
    private Duration patience() {
        if (!restoring.isEmpty()) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        long millis = IDLE_POLL.toMillis();
        for (Active<C, S, E> owned : active.values()) {
            Instant due = owned.shard.nextDue().orElse(Instant.MAX);
            if (due.isBefore(now.plusMillis(millis))) {
                millis = Math.max(0, Duration.between(now, due).toMillis());
            }
        }
        return Duration.ofMillis(millis);
    }

    /**
     * What memory took in of a batch is not in the log, so the partitions are read back from there,
     * and their commands polled again if they are still this replica's.
     */
    private void forget(Set<Integer> partitions, ConsumerRecords<String, byte[]> records) {
        partitions.forEach(active::remove);
        for (TopicPartition partition : records.partitions()) {
            inbox.seek(partition, records.records(partition).getFirst().offset());
        }
        restore(partitions.stream().map(this::inboxPartition).toList());
        decisions.forgotten();
    }

    /** One step of one partition, so that those that are active do not wait for long. */
    private void restore() {
        if (restoring.isEmpty()) {
            return;
        }
        var next = restoring.entrySet().iterator().next();
        int partition = next.getKey();
        Restore<C, S, E> restore = next.getValue();
        boolean done = restore.step();
        restoring.remove(partition);
        if (!done) {
            restoring.put(partition, restore);
            return;
        }
        restore.close();
        active.put(partition, new Active<>(restore));
        inbox.resume(Set.of(inboxPartition(partition)));
        LOG.infof("%s partition %d is active", service.name(), partition);
    }

    private void checkpoint() {
        Instant now = clock.instant();
        if (saver.idle() && !now.isBefore(checkpointAt)) {
            save(active.keySet());
            checkpointAt = now.plus(settings.checkpointEvery());
        }
    }

    /** Begins to save what is committed of these partitions. */
    private void save(Collection<Integer> partitions) {
        List<Shard<C, S, E>> shards = new ArrayList<>();
        List<Stored.Changes<S>> changes = new ArrayList<>();
        for (int partition : partitions) {
            Active<C, S, E> owned = active.get(partition);
            if (owned != null && owned.shard.unsavedCount() > 0) {
                shards.add(owned.shard);
                changes.add(owned.shard.changes(partition, owned.nextOffset));
            }
        }
        saver.begin(shards, changes);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        membership = Membership.SETTLED;
        if (partitions.isEmpty()) {
            return;
        }
        restore(partitions);
    }

    private void restore(Collection<TopicPartition> partitions) {
        inbox.pause(partitions);
        // Asking for the position waits until no transaction with offsets of it is pending, so that
        // nothing that a predecessor can still commit is missed by the watermarks read next.
        partitions.forEach(inbox::position);
        ends(partitions)
                .forEach((partition, end) ->
                        restoring.put(
                                partition.partition(),
                                new Restore<>(service, cache, kafka, settings, partition, end)));
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> inboxPartitions) {
        try (var admin = Admin.create(kafka)) {
            var latest =
                    inboxPartitions.stream()
                            .map(p -> new TopicPartition(eventsTopic(), p.partition()))
                            .collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all()
                    .get()
                    .forEach((partition, offset) -> ends.put(partition, offset.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new KafkaException("The end of the log cannot be read", e.getCause());
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!decisions.uncommitted()) {
            saver.await();
            save(partitions.stream().map(TopicPartition::partition).toList());
            saver.await();
        }
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        membership = Membership.REBALANCING;
        for (TopicPartition partition : partitions) {
            active.remove(partition.partition());
            Restore<C, S, E> restore = restoring.remove(partition.partition());
            if (restore != null) {
                restore.close();
            }
        }
    }

    private String eventsTopic() {
        return Topics.events(service.name());
    }

    private TopicPartition inboxPartition(int partition) {
        return new TopicPartition(Topics.commands(service.name()), partition);
    }

    /** Ends it in good order: what memory holds is saved, and others get the partitions at once. */
    void leave() {
        saver.await();
        save(active.keySet());
        saver.await();
        membership = Membership.LEFT;
    }

    /**
     * Aborts what is not committed. After a failure this replica stays a member, as it is about to
     * begin again and gets its partitions back then.
     */
    @Override
    public void close() {
        boolean leaving = membership == Membership.LEFT;
        restoring.values().forEach(Restore::close);
        decisions.close();
        inbox.close(
                CloseOptions.timeout(CLOSE_TIMEOUT)
                        .withGroupMembershipOperation(
                                leaving
                                        ? GroupMembershipOperation.LEAVE_GROUP
                                        : GroupMembershipOperation.REMAIN_IN_GROUP));
        saver.close();
    }
}
