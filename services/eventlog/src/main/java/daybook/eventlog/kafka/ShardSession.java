package daybook.eventlog.kafka;

import static daybook.eventlog.kafka.Headers.put;
import static daybook.eventlog.kafka.Headers.text;

import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.shard.Incoming;
import daybook.eventlog.shard.Outgoing;
import daybook.eventlog.shard.Shard;
import daybook.eventlog.shard.Step;
import daybook.eventlog.shard.Stored;
import daybook.eventlog.shard.Stored.CommandKey;
import daybook.eventlog.state.StateCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One life of the shard's loop: poll, load states, decide, append, commit, answer. All that a batch
 * leaves behind (entries, messages to others, the inbox's offsets) commits in one Kafka
 * transaction; answers follow. Any failure ends the session, and with it all memory; the next one
 * reads the log.
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
    private final CommandCodec<C> commands;
    private final EntryCodec<E> entries;
    private final KafkaConsumer<String, byte[]> inbox;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaProducer<String, byte[]> answers;
    private final Map<Integer, Active<C, S, E>> active = new HashMap<>();
    private final Map<Integer, Restore<C, S, E>> restoring = new LinkedHashMap<>();
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

    /** Set while memory holds what is not committed; nothing of it may reach the cache. */
    private boolean uncommitted;

    /** A partition that takes commands. */
    private static final class Active<C, S, E> {
        final Shard<C, S, E> shard;
        long nextOffset;

        Active(Restore<C, S, E> restored) {
            shard = restored.shard();
            nextOffset = restored.nextOffset();
        }
    }

    /** The commands of one partition in one transaction. */
    private record Batch<C, S, E>(
            int partition,
            Active<C, S, E> owned,
            List<ConsumerRecord<String, byte[]>> records,
            List<Incoming<C>> incoming,
            List<Appending<E>> appending) {

        Shard<C, S, E> shard() {
            return owned.shard;
        }
    }

    /** An entry on its way to the log. */
    private record Appending<E>(Entry<E> entry, Future<RecordMetadata> written) {}

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
        commands = new CommandCodec<>(service.commands());
        entries = new EntryCodec<>(service.name(), service.events());
        saver = new Saver<>(cache, settings.streamsInMemory());
        checkpointAt = clock.instant();
        inbox = Clients.inbox(kafka, service.name(), settings);
        producer = Clients.transactional(kafka, service.name(), settings);
        answers = Clients.answers(kafka);
    }

    void open() {
        int inboxPartitions = partitions(Topics.commands(service.name()));
        int logPartitions = partitions(eventsTopic());
        if (inboxPartitions != logPartitions) {
            throw new IllegalStateException(
                    "%s has %d partitions and %s has %d; they must be the same, as the owner of an"
                                    .formatted(
                                            Topics.commands(service.name()),
                                            inboxPartitions,
                                            eventsTopic(),
                                            logPartitions)
                            + " inbox partition is the only writer of the log partition");
        }
        producer.initTransactions();
        inbox.subscribe(List.of(Topics.commands(service.name())), this);
    }

    private int partitions(String topic) {
        int count = inbox.partitionsFor(topic).size();
        if (count == 0) {
            throw new IllegalStateException(
                    "There is no topic %s; topics are created before services start"
                            .formatted(topic));
        }
        return count;
    }

    /** One turn of the loop. */
    void turn() {
        ConsumerRecords<String, byte[]> records = inbox.poll(patience());
        restore();
        process(records);
        checkpoint();
    }

    Membership membership() {
        return membership;
    }

    List<ShardLoop.Restoring> restoring() {
        return restoring.values().stream().map(Restore::progress).toList();
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

    private void process(ConsumerRecords<String, byte[]> records) {
        Instant now = clock.instant();
        List<Outgoing> fired = new ArrayList<>();
        Set<TopicPartition> touched = new HashSet<>(records.partitions());
        active.forEach((partition, owned) -> {
            List<Outgoing> due = overdue(owned.shard, now);
            if (!due.isEmpty()) {
                fired.addAll(due);
                touched.add(inboxPartition(partition));
            }
        });
        if (records.isEmpty() && fired.isEmpty()) {
            return;
        }
        List<Batch<C, S, E>> batches =
                records.partitions().stream()
                        .map(partition -> batch(partition.partition(), records.records(partition)))
                        .toList();
        warm(batches);
        recall(batches);
        uncommitted = true;
        producer.beginTransaction();
        fired.forEach(this::send);
        batches.forEach(batch -> decide(batch, now));
        try {
            producer.sendOffsetsToTransaction(records.nextOffsets(), inbox.groupMetadata());
            producer.commitTransaction();
        } catch (CommitFailedException e) {
            LOG.infof("%s decides a batch again: %s", service.name(), e.getMessage());
            producer.abortTransaction();
            forget(touched, records);
            uncommitted = false;
            return;
        }
        batches.forEach(this::place);
        uncommitted = false;
        batches.forEach(this::answer);
    }

    /**
     * The group has moved on to a new generation, which the next poll learns of, while a batch was
     * decided in the old one. What memory took in of the batch is not in the log, so the partitions
     * are read back from there, and their commands polled again if they are still this replica's.
     */
    private void forget(Set<TopicPartition> touched, ConsumerRecords<String, byte[]> records) {
        touched.forEach(partition -> active.remove(partition.partition()));
        for (TopicPartition partition : records.partitions()) {
            inbox.seek(partition, records.records(partition).getFirst().offset());
        }
        restore(touched);
    }

    private Batch<C, S, E> batch(int partition, List<ConsumerRecord<String, byte[]>> records) {
        return new Batch<>(
                partition,
                owned(partition),
                records,
                records.stream().map(commands::decode).toList(),
                new ArrayList<>());
    }

    private void decide(Batch<C, S, E> batch, Instant now) {
        for (int i = 0; i < batch.incoming.size(); i++) {
            Step<E> step = batch.shard().decide(batch.incoming.get(i), now);
            for (Entry<E> entry : step.entries()) {
                batch.appending.add(
                        new Appending<>(
                                entry, producer.send(entries.encode(batch.partition, entry))));
                if (entry instanceof Entry.Parked<E> parked) {
                    park(batch.records.get(i), parked);
                }
            }
            step.messages().forEach(this::send);
        }
    }

    /** One question to the cache, whatever the number of partitions and streams. */
    private void warm(List<Batch<C, S, E>> batches) {
        Map<Shard<C, S, E>, Set<String>> cold = new HashMap<>();
        for (Batch<C, S, E> batch : batches) {
            Set<String> ids = batch.shard().cold(streamIds(batch));
            if (!ids.isEmpty()) {
                cold.put(batch.shard(), ids);
            }
        }
        if (cold.isEmpty()) {
            return;
        }
        var stored = cache.streams(cold.values().stream().flatMap(Set::stream).toList());
        cold.forEach((shard, ids) ->
                shard.warm(
                        ids, stored.stream().filter(row -> ids.contains(row.streamId())).toList()));
    }

    private static <C> Set<String> streamIds(Batch<C, ?, ?> batch) {
        return batch.incoming.stream()
                .map(incoming -> incoming.headers().streamId())
                .collect(Collectors.toSet());
    }

    /** The same for earlier answers; memory can tell of most commands that there are none. */
    private void recall(List<Batch<C, S, E>> batches) {
        Map<CommandKey, Shard<C, S, E>> doubtful = new HashMap<>();
        for (Batch<C, S, E> batch : batches) {
            for (Incoming<C> incoming : batch.incoming) {
                CommandHeaders headers = incoming.headers();
                if (batch.shard().mustRecall(headers)) {
                    doubtful.put(
                            new CommandKey(headers.streamId(), headers.commandId()), batch.shard());
                }
            }
        }
        if (!doubtful.isEmpty()) {
            for (var answer : cache.answers(doubtful.keySet())) {
                Objects.requireNonNull(doubtful.get(answer.key())).recall(answer);
            }
        }
    }

    private void warm(Shard<C, S, E> shard, Collection<String> streamIds) {
        Set<String> cold = shard.cold(streamIds);
        if (!cold.isEmpty()) {
            shard.warm(cold, cache.streams(cold));
        }
    }

    private List<Outgoing> overdue(Shard<C, S, E> shard, Instant now) {
        Set<String> streams = shard.overdue(now);
        warm(shard, streams);
        return streams.stream().flatMap(id -> shard.fire(id, now).stream()).toList();
    }

    private void send(Outgoing outgoing) {
        producer.send(CommandCodec.encode(service.name(), outgoing.message(), outgoing.headers()));
    }

    private void park(ConsumerRecord<String, byte[]> record, Entry.Parked<E> parked) {
        LOG.errorf(
                "Parked command %s of stream %s: %s",
                parked.cause().commandId(), parked.streamId(), parked.why());
        var copy =
                new ProducerRecord<>(
                        Topics.parked(service.name()),
                        record.partition(),
                        record.key(),
                        record.value(),
                        record.headers());
        put(copy.headers(), Headers.PARKED_BECAUSE, parked.why());
        producer.send(copy);
    }

    private void place(Batch<C, S, E> batch) {
        for (Appending<E> appended : batch.appending) {
            long offset = written(appended.written()).offset();
            batch.shard().placed(appended.entry(), new Position(batch.partition, offset));
            batch.owned.nextOffset = offset + 1;
        }
    }

    private static RecordMetadata written(Future<RecordMetadata> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new KafkaException("An entry could not be written", e.getCause());
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    /**
     * Says what became of the commands, to those who wait. Only now, as no answer may be heard of
     * what could still be aborted; one that is lost costs its caller a 202, and the same answer
     * when it asks again.
     */
    private void answer(Batch<C, S, E> batch) {
        for (int i = 0; i < batch.records.size(); i++) {
            CommandHeaders headers = batch.incoming.get(i).headers();
            text(batch.records.get(i).headers(), Headers.REPLY_TO)
                    .ifPresent(replyTo ->
                            answers.send(
                                    AnswerCodec.encode(
                                            service.name(),
                                            replyTo,
                                            batch.shard().answerTo(headers))));
        }
    }

    private Active<C, S, E> owned(int partition) {
        Active<C, S, E> owned = active.get(partition);
        if (owned == null) {
            throw new IllegalStateException("Commands came for partition " + partition);
        }
        return owned;
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
        if (!uncommitted) {
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
        producer.close(CLOSE_TIMEOUT);
        answers.close(CLOSE_TIMEOUT);
        inbox.close(
                CloseOptions.timeout(CLOSE_TIMEOUT)
                        .withGroupMembershipOperation(
                                leaving
                                        ? GroupMembershipOperation.LEAVE_GROUP
                                        : GroupMembershipOperation.REMAIN_IN_GROUP));
        saver.close();
    }
}
