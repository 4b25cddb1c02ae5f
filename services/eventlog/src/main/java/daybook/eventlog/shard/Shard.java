package daybook.eventlog.shard;

import daybook.eventlog.Decision;
import daybook.eventlog.Inbox;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.shard.Stored.CommandKey;
import daybook.eventlog.shard.Stored.Due;
import daybook.eventlog.shard.Stored.Seen;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One partition's memory. {@link #decide} produces entries and applies them, {@link #replay}
 * applies those that are read back from the log; {@link #placed} learns where new ones stand. Not
 * thread-safe: the partition's owner has one thread. When a transaction fails, the whole shard is
 * thrown away and read back from the log.
 */
public final class Shard<C, S, E> {

    private static final Comparator<Due> BY_TIME = Comparator.comparing(Due::at);

    private final Service<C, S, E> service;
    private final Judge<C, S, E> judge;
    private final Operations<C, S, E> operations;
    private final Inbox<C> inbox;
    private final LinkedHashMap<String, StreamMemory<S, E>> streams =
            new LinkedHashMap<>(64, 0.75f, true);

    /** Commands decided in this batch, whose entries are not placed yet. */
    private final Set<CommandKey> unplaced = new HashSet<>();

    private final Map<CommandKey, Seen> seen = new HashMap<>();
    private final Changed<S, E> changed = new Changed<>();

    /** What is being stored, and is not to be let go before. */
    private final Changed<S, E> saving = new Changed<>();

    private final PriorityQueue<Due> dues = new PriorityQueue<>(BY_TIME);

    /** Since when something waits, of every stream that is parked. */
    private final Map<String, Instant> parked = new HashMap<>();

    /** Their count; null if it has changed. */
    private @Nullable Parking parking;

    /** What is not stored yet. */
    private static final class Changed<S, E> {
        final Map<String, StreamMemory<S, E>> streams = new LinkedHashMap<>();
        final Map<CommandKey, Seen> answers = new LinkedHashMap<>();
        final Map<CommandKey, Stored.Parked> parked = new LinkedHashMap<>();

        void clear() {
            streams.clear();
            answers.clear();
            parked.clear();
        }

        /** Takes in what has changed later. */
        void add(Changed<S, E> later) {
            streams.putAll(later.streams);
            answers.putAll(later.answers);
            parked.putAll(later.parked);
        }
    }

    public Shard(Service<C, S, E> service) {
        this.service = service;
        judge = new Judge<>(service);
        operations = new Operations<>(judge);
        inbox = service.inbox();
    }

    /** Those of the streams that have to be warmed before they can be decided or applied to. */
    public Set<String> cold(Collection<String> streamIds) {
        return streamIds.stream()
                .filter(id -> !streams.containsKey(id))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Takes in what is stored of cold streams; those without a row have no events yet. */
    public void warm(Set<String> cold, Collection<Stored.Stream<S>> stored) {
        stored.forEach(stream -> streams.put(stream.streamId(), new StreamMemory<>(stream, null)));
        cold.forEach(id ->
                streams.computeIfAbsent(
                        id, _ -> new StreamMemory<>(empty(id), new CommandFilter())));
    }

    /**
     * Whether the command may have been answered before without memory knowing the answer, so that
     * it has to be {@link #recall}ed if there is one. Its stream must be warm. Every answer is
     * stored in one transaction with its stream, so a stream that had no row when it was warmed has
     * no answers but those that memory has seen since.
     */
    public boolean mustRecall(CommandHeaders headers) {
        return hot(headers.streamId()).mayHaveSeen(headers.commandId())
                && !seen.containsKey(CommandKey.of(headers));
    }

    /** Takes in the answer that an earlier command got. */
    public void recall(Seen answer) {
        seen.put(answer.key(), answer);
    }

    /** Takes in the deadlines of streams that are not in memory. */
    public void await(Collection<Due> deadlines) {
        dues.addAll(deadlines);
    }

    /** Takes in which streams are parked, of those that are not in memory. */
    public void watch(Collection<Stored.Waiting> waiting) {
        waiting.forEach(stream -> parked.put(stream.streamId(), stream.since()));
        parking = null;
    }

    /** How many streams are parked, and since when the first. */
    public Parking parking() {
        Parking known = parking;
        if (known == null) {
            known =
                    new Parking(
                            parked.size(), parked.values().stream().min(Comparator.naturalOrder()));
            parking = known;
        }
        return known;
    }

    /** The commands that wait in a stream, which must be warm. */
    public List<Stored.Parked> queue(String streamId) {
        return hot(streamId).queue();
    }

    /**
     * What a command leaves in the log; the entries are applied. Its stream must be warm, and its
     * earlier answer recalled if it had one.
     *
     * @param contents of the stream's queue, if an operator has asked for them
     * @param now the time that messages to others are given at
     */
    public Step<E> decide(Incoming<C> incoming, Contents<C> contents, Instant now) {
        CommandHeaders headers = incoming.headers();
        var key = CommandKey.of(headers);
        if (seen.containsKey(key) || unplaced.contains(key)) {
            return Step.nothing();
        }
        unplaced.add(key);
        StreamMemory<S, E> stream = hot(headers.streamId());
        if (incoming instanceof Incoming.Operated<C>(_, _, var control)) {
            return applied(operations.operate(stream, headers, control, contents, now));
        }
        if (stream.isParked()) {
            return parked(stream, incoming, Operations.reason(stream));
        }
        return switch (judge.decide(stream.version, stream.state, incoming, now)) {
            case Judge.Outcome.Stuck<S, E>(var why) -> parked(stream, incoming, why);
            case Judge.Outcome.Decided<S, E> decided -> {
                touch(headers.streamId(), stream, Cause.of(headers));
                if (decided.version() != stream.version) {
                    advance(headers.streamId(), stream, decided.version(), decided.state());
                }
                yield new Step<>(decided.entries(), decided.messages());
            }
        };
    }

    private Step<E> parked(StreamMemory<S, E> stream, Incoming<C> incoming, String why) {
        CommandHeaders headers = incoming.headers();
        return applied(
                Step.one(
                        new Entry.Parked<>(
                                headers.streamId(),
                                stream.version,
                                Cause.of(headers),
                                why,
                                Optional.of(incoming.offset()))));
    }

    private Step<E> applied(Step<E> step) {
        step.entries().forEach(entry -> apply(entry, Long.MAX_VALUE));
        return step;
    }

    /**
     * @param offset of the entry, if it is read back
     */
    private void apply(Entry<E> entry, long offset) {
        String id = entry.streamId();
        StreamMemory<S, E> stream = hot(id);
        touch(id, stream, entry.cause());
        switch (entry) {
            case Entry.Parked<E> parked -> stream.park(parked);
            case Entry.Happened<E> happened -> {
                apply(stream, happened, offset);
                stream.release(entry.cause().commandId());
            }
            case Entry.Refused<E> _, Entry.Unchanged<E> _ ->
                    stream.release(entry.cause().commandId());
            case Entry.Acted<E>(_, _, _, var act) -> {
                if (act.passedOver().isPresent()
                        && act.passedOver().equals(stream.broken().map(Stored.Broken::offset))) {
                    stream.mend((event, at) -> apply(stream, event, at));
                }
            }
        }
        note(id, stream);
    }

    /** An event that does not fit breaks its stream, and no other. */
    private void apply(StreamMemory<S, E> stream, Entry.Happened<E> happened, long offset) {
        if (stream.broken().isPresent()) {
            stream.keep(happened, offset);
            return;
        }
        if (happened.version() != stream.version + 1) {
            String why = "it has version %d after %d".formatted(happened.version(), stream.version);
            stream.breakAt(new Stored.Broken(offset, why, happened.cause().time()));
            return;
        }
        try {
            S state = service.decider().evolve(stream.state, happened.event());
            advance(happened.streamId(), stream, happened.version(), state);
        } catch (RuntimeException e) {
            String why = "it cannot be applied: " + e;
            stream.breakAt(new Stored.Broken(offset, why, happened.cause().time()));
        }
    }

    /** A stream that is free again goes on to wait for its deadline. */
    private void note(String streamId, StreamMemory<S, E> stream) {
        if (stream.isParked()) {
            stream.parkedSince().ifPresent(since -> parked.put(streamId, since));
            parking = null;
        } else if (parked.remove(streamId) != null) {
            parking = null;
            stream.due.ifPresent(at -> dues.add(new Due(at, streamId)));
        }
    }

    private void touch(String streamId, StreamMemory<S, E> stream, Cause cause) {
        stream.touch(cause);
        changed.streams.put(streamId, stream);
    }

    private void advance(String streamId, StreamMemory<S, E> stream, long version, S state) {
        Optional<Instant> due = judge.due(state);
        stream.version = version;
        stream.state = state;
        if (!due.equals(stream.due)) {
            stream.due = due;
            due.ifPresent(at -> dues.add(new Due(at, streamId)));
        }
    }

    /** Learns where an applied entry stands, and so what its command is answered. */
    public void placed(Entry<E> entry, Position position) {
        StreamMemory<S, E> stream = hot(entry.streamId());
        stream.offset = position.offset();
        stream.remember(entry.cause().commandId());
        var key = new CommandKey(entry.streamId(), entry.cause().commandId());
        var answer = new Seen(key, entry.cause().fingerprint(), entry.answer(position));
        unplaced.remove(key);
        seen.put(key, answer);
        changed.answers.put(key, answer);
        stream.placed(entry).ifPresent(command -> changed.parked.put(key, command));
    }

    /** Applies an entry that is read back, unless what was stored of its stream has it already. */
    public void replay(Entry<E> entry, Position position) {
        if (position.offset() > hot(entry.streamId()).offset) {
            apply(entry, position.offset());
            placed(entry, position);
        }
    }

    /**
     * A record that is read back and is no entry, or none that this release knows. Its stream goes
     * no further; the others do.
     */
    public void replayUnreadable(String streamId, Stored.Broken why) {
        StreamMemory<S, E> stream = hot(streamId);
        if (why.offset() > stream.offset) {
            stream.breakAt(why);
            stream.offset = why.offset();
            changed.streams.put(streamId, stream);
            note(streamId, stream);
        }
    }

    /** What the command was answered, now or when it was first seen. */
    public Answer answerTo(CommandHeaders headers) {
        Seen first = seen.get(CommandKey.of(headers));
        if (first == null) {
            throw new IllegalStateException(headers.commandId() + " was not decided");
        }
        if (!first.fingerprint().equals(headers.fingerprint())) {
            return new Answer.Refused(
                    first.answer().version(),
                    Decision.Reason.INVALID,
                    "idempotency-key-reused",
                    "This idempotency key was used before with another request");
        }
        return first.answer();
    }

    /** When the next deadline may pass. */
    public Optional<Instant> nextDue() {
        return Optional.ofNullable(dues.peek()).map(Due::at);
    }

    /** Streams with a deadline that has passed; each is to be warmed, then {@link #fire}d. */
    public Set<String> overdue(Instant now) {
        Set<String> ids = new LinkedHashSet<>();
        for (Due due = dues.peek(); due != null && !due.at().isAfter(now); due = dues.peek()) {
            ids.add(dues.remove().streamId());
        }
        return ids;
    }

    /**
     * The command that a passed deadline sends to the stream's own inbox. Its id comes from stream
     * and version, so that firing twice changes nothing. Empty if the deadline has moved since.
     */
    public Optional<Outgoing> fire(String streamId, Instant now) {
        StreamMemory<S, E> stream = hot(streamId);
        if (stream.isParked()) {
            // It is waited for again once the stream is free.
            return Optional.empty();
        }
        String event = judge.eventName(streamId, stream.version);
        return service.decider()
                .deadline(stream.state)
                .filter(deadline -> !deadline.due().isAfter(now))
                .map(deadline ->
                        new Outgoing(
                                inbox.message(streamId, deadline.command()),
                                new CommandHeaders(
                                        streamId,
                                        event + "#deadline",
                                        stream.correlationId(),
                                        Optional.of(event),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        now)));
    }

    /**
     * What has changed since the last time, to be stored, by another thread if need be; {@link
     * #saved} or {@link #notSaved} says how that went, before the next time.
     *
     * @param nextOffset the first offset of the log that the shard does not know
     */
    public Stored.Changes<S> changes(int partition, long nextOffset) {
        saving.add(changed);
        changed.clear();
        return new Stored.Changes<>(
                partition,
                nextOffset,
                saving.streams.values().stream().map(StreamMemory::stored).toList(),
                List.copyOf(saving.answers.values()),
                List.copyOf(saving.parked.values()));
    }

    /** The changes are stored; memory beyond {@code maxStreams} can be let go. */
    public void saved(int maxStreams) {
        saving.clear();
        seen.clear();
        seen.putAll(changed.answers);
        int excess = streams.size() - maxStreams;
        for (var oldest = streams.entrySet().iterator(); excess > 0 && oldest.hasNext(); excess--) {
            var stream = oldest.next();
            // What a broken stream has kept is in memory only.
            if (!changed.streams.containsKey(stream.getKey())
                    && stream.getValue().broken().isEmpty()) {
                oldest.remove();
            }
        }
    }

    /** The changes could not be stored and are to be tried again. */
    public void notSaved() {
        saving.add(changed);
        changed.clear();
        changed.add(saving);
        saving.clear();
    }

    /** How many answers wait to be stored. */
    public int unsavedCount() {
        return changed.answers.size() + saving.answers.size();
    }

    private Stored.Stream<S> empty(String streamId) {
        return new Stored.Stream<>(
                streamId,
                0,
                service.decider().initial(),
                -1,
                "",
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private StreamMemory<S, E> hot(String streamId) {
        @Nullable StreamMemory<S, E> stream = streams.get(streamId);
        if (stream == null) {
            throw new IllegalStateException(streamId + " is not in memory");
        }
        return stream;
    }
}
