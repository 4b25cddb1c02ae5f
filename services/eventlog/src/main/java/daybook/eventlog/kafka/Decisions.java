package daybook.eventlog.kafka;

import static daybook.eventlog.kafka.Headers.put;
import static daybook.eventlog.kafka.Headers.text;

import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Contents;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.shard.Incoming;
import daybook.eventlog.shard.Judge;
import daybook.eventlog.shard.Outgoing;
import daybook.eventlog.shard.Shard;
import daybook.eventlog.shard.Step;
import daybook.eventlog.shard.Stored.CommandKey;
import daybook.eventlog.state.StateCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Decides the commands of one poll. All that they leave behind (entries, messages to others, the
 * inbox's offsets) commits in one Kafka transaction; answers follow.
 */
final class Decisions<C, S, E> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Decisions.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Service<C, S, E> service;
    private final StateCache<S> cache;
    private final Map<Integer, Active<C, S, E>> active;
    private final CommandCodec<C> commands;
    private final EntryCodec<E> entries;
    private final QueueContents<C> contents;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaProducer<String, byte[]> answers;
    private boolean uncommitted;

    /** The commands of one partition in one transaction. */
    private record Batch<C, S, E>(
            int partition,
            Active<C, S, E> owned,
            List<ConsumerRecord<String, byte[]>> records,
            List<Incoming<C>> incoming,
            Map<CommandKey, Incoming<C>> parked,
            List<Appending<E>> appending) {

        Shard<C, S, E> shard() {
            return owned.shard;
        }

        Contents<C> contents() {
            return command -> Optional.ofNullable(parked.get(command.key()));
        }
    }

    /** An entry on its way to the log. */
    private record Appending<E>(Entry<E> entry, Future<RecordMetadata> written) {}

    /**
     * @param active the partitions that take commands, as the session knows them at any time
     */
    Decisions(
            Service<C, S, E> service,
            StateCache<S> cache,
            Map<String, Object> kafka,
            ShardSettings settings,
            InstantSource clock,
            Map<Integer, Active<C, S, E>> active) {
        this.service = service;
        this.cache = cache;
        this.active = active;
        commands = new CommandCodec<>(service.commands());
        entries = new EntryCodec<>(service.name(), service.events());
        contents = new QueueContents<>(service, kafka, clock);
        producer = Clients.transactional(kafka, service.name(), settings);
        answers = Clients.answers(kafka);
    }

    /** Fences what an earlier run under this replica's name has left open. */
    void open() {
        producer.initTransactions();
    }

    /**
     * Decides what has come, and fires the deadlines that have passed.
     *
     * @param group the membership under which the commands were polled
     * @return inbox partitions whose memory has to be read back from the log, as it took in what is
     *     not there: the group has moved on to a new generation, which the next poll learns of
     */
    Set<Integer> decide(
            ConsumerRecords<String, byte[]> records, ConsumerGroupMetadata group, Instant now) {
        List<Outgoing> fired = new ArrayList<>();
        Set<Integer> touched =
                records.partitions().stream()
                        .map(TopicPartition::partition)
                        .collect(Collectors.toCollection(HashSet::new));
        active.forEach((partition, owned) -> {
            List<Outgoing> due = overdue(owned.shard, now);
            if (!due.isEmpty()) {
                fired.addAll(due);
                touched.add(partition);
            }
        });
        if (touched.isEmpty()) {
            return Set.of();
        }
        List<Batch<C, S, E>> batches =
                records.partitions().stream()
                        .map(partition -> batch(partition.partition(), records.records(partition)))
                        .toList();
        warm(batches);
        recall(batches);
        batches.forEach(this::fetchParked);
        uncommitted = true;
        producer.beginTransaction();
        fired.forEach(this::send);
        batches.forEach(batch -> decide(batch, now));
        try {
            producer.sendOffsetsToTransaction(records.nextOffsets(), group);
            producer.commitTransaction();
        } catch (CommitFailedException e) {
            LOG.infof("%s decides a batch again: %s", service.name(), e.getMessage());
            producer.abortTransaction();
            return touched;
        }
        batches.forEach(this::place);
        uncommitted = false;
        batches.forEach(this::answer);
        return Set.of();
    }

    /** Whether memory holds what is not committed; nothing of it may reach the cache. */
    boolean uncommitted() {
        return uncommitted;
    }

    /** What was not committed is no longer in memory. */
    void forgotten() {
        uncommitted = false;
    }

    private Batch<C, S, E> batch(int partition, List<ConsumerRecord<String, byte[]>> records) {
        return new Batch<>(
                partition,
                owned(partition),
                records,
                records.stream().map(commands::decode).toList(),
                new HashMap<>(),
                new ArrayList<>());
    }

    private void decide(Batch<C, S, E> batch, Instant now) {
        for (int i = 0; i < batch.incoming.size(); i++) {
            Incoming<C> incoming = batch.incoming.get(i);
            Step<E> step = batch.shard().decide(incoming, batch.contents(), now);
            for (Entry<E> entry : step.entries()) {
                ProducerRecord<String, byte[]> record = entries.encode(batch.partition, entry);
                batch.owned.chain.append(record);
                batch.appending.add(new Appending<>(entry, producer.send(record)));
                if (entry instanceof Entry.Parked<E> parked) {
                    park(batch.records.get(i), parked);
                    batch.parked.put(CommandKey.of(incoming.headers()), incoming);
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
                    doubtful.put(CommandKey.of(headers), batch.shard());
                }
            }
        }
        if (!doubtful.isEmpty()) {
            for (var answer : cache.answers(doubtful.keySet())) {
                Objects.requireNonNull(doubtful.get(answer.key())).recall(answer);
            }
        }
    }

    /**
     * Reads back the parked commands that an operator asks for, before the transaction begins. What
     * cannot be read in time is not decided, and its operator is told.
     */
    private void fetchParked(Batch<C, S, E> batch) {
        Set<String> asked =
                batch.incoming.stream()
                        .filter(incoming -> incoming instanceof Incoming.Operated<C>)
                        .map(incoming -> incoming.headers().streamId())
                        .collect(Collectors.toSet());
        for (String streamId : asked) {
            var queue = batch.shard().queue(streamId);
            try {
                contents.read(
                                batch.partition,
                                queue.subList(0, Math.min(queue.size(), Judge.MOST_AT_ONCE)))
                        .forEach((id, content) ->
                                batch.parked.put(new CommandKey(streamId, id), content.command()));
            } catch (LogUnavailableException e) {
                LOG.warnf("What is parked of %s cannot be read back: %s", streamId, e);
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

    /** Aborts what is not committed. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
        answers.close(CLOSE_TIMEOUT);
        contents.close();
    }
}
