package daybook.eventlog.shard;

import daybook.eventlog.Deadline;
import daybook.eventlog.Decision;
import daybook.eventlog.Inbox;
import daybook.eventlog.Message;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.shard.Stored.CommandKey;
import daybook.eventlog.shard.Stored.Due;
import daybook.eventlog.shard.Stored.Seen;
import java.time.Instant;
import java.util.ArrayList;
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
    private final Inbox<C> inbox;
    private final LinkedHashMap<String, Hot<S>> streams = new LinkedHashMap<>(64, 0.75f, true);

    /** Commands decided in this batch, whose entries are not placed yet. */
    private final Set<CommandKey> unplaced = new HashSet<>();

    private final Map<CommandKey, Seen> seen = new HashMap<>();
    private final Changed<S> changed = new Changed<>();

    /** What is being stored, and is not to be let go before. */
    private final Changed<S> saving = new Changed<>();

    private final PriorityQueue<Due> dues = new PriorityQueue<>(BY_TIME);

    /** What is not stored yet. */
    private static final class Changed<S> {
        final Map<String, Hot<S>> streams = new LinkedHashMap<>();
        final Map<CommandKey, Seen> answers = new LinkedHashMap<>();

        void clear() {
            streams.clear();
            answers.clear();
        }

        void take(Changed<S> other) {
            streams.putAll(other.streams);
            answers.putAll(other.answers);
            other.clear();
        }
    }

    /** A stream in memory. */
    private static final class Hot<S> {
        long version;
        S state;
        boolean parked;
        long offset;
        String correlationId;
        Optional<Instant> due;

        /** All commands that the stream was ever given; null if that is not known. */
        @Nullable CommandFilter given;

        Hot(Stored.Stream<S> stored, @Nullable CommandFilter given) {
            this.given = given;
            version = stored.version();
            state = stored.state();
            parked = stored.parked();
            offset = stored.offset();
            correlationId = stored.correlationId();
            due = stored.due();
        }

        void remember(String commandId) {
            if (given != null && !given.mayContain(commandId) && !given.add(commandId)) {
                given = null;
            }
        }

        Stored.Stream<S> stored(String streamId) {
            return new Stored.Stream<>(
                    streamId, version, state, parked, offset, correlationId, due);
        }
    }

    public Shard(Service<C, S, E> service) {
        this.service = service;
        this.inbox = service.inbox();
    }

    /** Those of the streams that have to be warmed before they can be decided or applied to. */
    public Set<String> cold(Collection<String> streamIds) {
        return streamIds.stream()
                .filter(id -> !streams.containsKey(id))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Takes in what is stored of cold streams; those without a row have no events yet. */
    public void warm(Set<String> cold, Collection<Stored.Stream<S>> stored) {
        stored.forEach(stream -> streams.put(stream.streamId(), new Hot<>(stream, null)));
        cold.forEach(
                id -> streams.computeIfAbsent(id, _ -> new Hot<>(empty(id), new CommandFilter())));
    }

    /**
     * Whether the command may have been answered before without memory knowing the answer, so that
     * it has to be {@link #recall}ed if there is one. Its stream must be warm. Every answer is
     * stored in one transaction with its stream, so a stream that had no row when it was warmed has
     * no answers but those that memory has seen since.
     */
    public boolean mustRecall(CommandHeaders headers) {
        CommandFilter given = hot(headers.streamId()).given;
        return (given == null || given.mayContain(headers.commandId()))
                && !seen.containsKey(new CommandKey(headers.streamId(), headers.commandId()));
    }

    /** Takes in the answer that an earlier command got. */
    public void recall(Seen answer) {
        seen.put(answer.key(), answer);
    }

    /** Takes in the deadlines of streams that are not in memory. */
    public void await(Collection<Due> deadlines) {
        dues.addAll(deadlines);
    }

    /**
     * What a command leaves in the log; the entries are applied. Its stream must be warm, and its
     * earlier answer recalled if it had one.
     *
     * @param now the time that messages to others are given at
     */
    public Step<E> decide(Incoming<C> incoming, Instant now) {
        CommandHeaders headers = incoming.headers();
        var key = new CommandKey(headers.streamId(), headers.commandId());
        if (seen.containsKey(key) || unplaced.contains(key)) {
            return Step.nothing();
        }
        unplaced.add(key);
        Hot<S> stream = hot(headers.streamId());
        Cause cause = Cause.of(headers);
        if (stream.parked) {
            return parked(headers, "The stream was parked before");
        }
        return switch (incoming) {
            case Incoming.Unreadable<C>(_, var why) -> parked(headers, why);
            case Incoming.Readable<C>(_, var command) -> {
                var stale = stale(headers, stream);
                if (stale.isPresent()) {
                    yield step(stream, stale.get());
                }
                try {
                    yield switch (service.decider().decide(stream.state, command, headers.time())) {
                        case Decision.Rejected<E>(var reason, var code, var detail) ->
                                step(
                                        stream,
                                        new Entry.Refused<>(
                                                headers.streamId(),
                                                stream.version,
                                                cause,
                                                reason,
                                                code,
                                                detail));
                        case Decision.Accepted<E>(var events) ->
                                accepted(stream, headers, cause, events, now);
                    };
                } catch (RuntimeException e) {
                    // A bug of the decider must stop only this stream.
                    yield parked(headers, "The decider failed: " + e);
                }
            }
        };
    }

    private Step<E> accepted(
            Hot<S> stream, CommandHeaders headers, Cause cause, List<E> events, Instant now) {
        String id = headers.streamId();
        if (events.isEmpty()) {
            return step(stream, new Entry.Unchanged<>(id, stream.version, cause));
        }
        List<Entry<E>> entries = new ArrayList<>(events.size());
        List<Outgoing> messages = new ArrayList<>();
        S state = stream.state;
        long version = stream.version;
        for (E event : events) {
            state = service.decider().evolve(state, event);
            version++;
            entries.add(new Entry.Happened<>(id, version, cause, event));
            messages.addAll(
                    outgoing(headers, version, service.process().react(id, state, event), now));
        }
        Optional<Instant> due = due(state);
        // Nothing can fail from here on, so a decider's bug leaves the stream as it was.
        touch(id, stream, cause);
        advance(id, stream, version, state, due);
        return new Step<>(entries, messages);
    }

    private List<Outgoing> outgoing(
            CommandHeaders cause, long version, List<Message> messages, Instant now) {
        if (messages.isEmpty()) {
            return List.of();
        }
        List<Outgoing> outgoing = new ArrayList<>(messages.size());
        String event = eventName(cause.streamId(), version);
        for (Message message : messages) {
            outgoing.add(
                    new Outgoing(
                            message,
                            new CommandHeaders(
                                    message.streamId(),
                                    event + "#" + outgoing.size(),
                                    cause.correlationId(),
                                    Optional.of(event),
                                    cause.traceparent(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    now)));
        }
        return outgoing;
    }

    private Optional<Entry<E>> stale(CommandHeaders headers, Hot<S> stream) {
        return headers.expectedVersion()
                .filter(expected -> expected != stream.version)
                .map(expected ->
                        new Entry.Refused<>(
                                headers.streamId(),
                                stream.version,
                                Cause.of(headers),
                                Decision.Reason.STALE,
                                "stale-version",
                                "Expected version %d, but it is at %d"
                                        .formatted(expected, stream.version)));
    }

    private Step<E> parked(CommandHeaders headers, String why) {
        Hot<S> stream = hot(headers.streamId());
        stream.parked = true;
        return step(
                stream,
                new Entry.Parked<>(headers.streamId(), stream.version, Cause.of(headers), why));
    }

    /** The entry of a command that led to no event. */
    private Step<E> step(Hot<S> stream, Entry<E> entry) {
        touch(entry.streamId(), stream, entry.cause());
        return new Step<>(List.of(entry), List.of());
    }

    private void apply(Entry<E> entry) {
        Hot<S> stream = hot(entry.streamId());
        touch(entry.streamId(), stream, entry.cause());
        switch (entry) {
            case Entry.Happened<E>(var id, var version, _, var event) -> {
                if (version != stream.version + 1) {
                    throw new IllegalStateException(
                            "%s is at version %d, but the log goes on with %d"
                                    .formatted(id, stream.version, version));
                }
                S state = service.decider().evolve(stream.state, event);
                advance(id, stream, version, state, due(state));
            }
            case Entry.Parked<E> _ -> stream.parked = true;
            case Entry.Refused<E> _, Entry.Unchanged<E> _ -> {}
        }
    }

    private void touch(String streamId, Hot<S> stream, Cause cause) {
        stream.correlationId = cause.correlationId();
        changed.streams.put(streamId, stream);
    }

    private void advance(
            String streamId, Hot<S> stream, long version, S state, Optional<Instant> due) {
        stream.version = version;
        stream.state = state;
        if (!due.equals(stream.due)) {
            stream.due = due;
            due.ifPresent(at -> dues.add(new Due(at, streamId)));
        }
    }

    private Optional<Instant> due(S state) {
        return service.decider().deadline(state).map(Deadline::due);
    }

    /** Learns where an applied entry stands, and so what its command is answered. */
    public void placed(Entry<E> entry, Position position) {
        Hot<S> stream = hot(entry.streamId());
        stream.offset = position.offset();
        stream.remember(entry.cause().commandId());
        var key = new CommandKey(entry.streamId(), entry.cause().commandId());
        var answer = new Seen(key, entry.cause().fingerprint(), entry.answer(position));
        unplaced.remove(key);
        seen.put(key, answer);
        changed.answers.put(key, answer);
    }

    /** Applies an entry that is read back, unless what was stored of its stream has it already. */
    public void replay(Entry<E> entry, Position position) {
        if (position.offset() > hot(entry.streamId()).offset) {
            apply(entry);
            placed(entry, position);
        }
    }

    /** What the command was answered, now or when it was first seen. */
    public Answer answerTo(CommandHeaders headers) {
        Seen first = seen.get(new CommandKey(headers.streamId(), headers.commandId()));
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
        Hot<S> stream = hot(streamId);
        if (stream.parked) {
            return Optional.empty();
        }
        String event = eventName(streamId, stream.version);
        return service.decider()
                .deadline(stream.state)
                .filter(deadline -> !deadline.due().isAfter(now))
                .map(deadline ->
                        new Outgoing(
                                inbox.message(streamId, deadline.command()),
                                new CommandHeaders(
                                        streamId,
                                        event + "#deadline",
                                        stream.correlationId,
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
        saving.take(changed);
        List<Stored.Stream<S>> stored = new ArrayList<>(saving.streams.size());
        saving.streams.forEach((id, stream) -> stored.add(stream.stored(id)));
        return new Stored.Changes<>(
                partition, nextOffset, stored, List.copyOf(saving.answers.values()));
    }

    /** The changes are stored; memory beyond {@code maxStreams} can be let go. */
    public void saved(int maxStreams) {
        saving.clear();
        seen.clear();
        seen.putAll(changed.answers);
        int excess = streams.size() - maxStreams;
        for (var oldest = streams.keySet().iterator(); excess > 0 && oldest.hasNext(); excess--) {
            if (!changed.streams.containsKey(oldest.next())) {
                oldest.remove();
            }
        }
    }

    /** The changes could not be stored and are to be tried again. */
    public void notSaved() {
        changed.take(saving);
    }

    /** How many answers wait to be stored. */
    public int unsavedCount() {
        return changed.answers.size() + saving.answers.size();
    }

    private String eventName(String streamId, long version) {
        return service.name() + "/" + streamId + "/" + version;
    }

    private Stored.Stream<S> empty(String streamId) {
        return new Stored.Stream<>(
                streamId, 0, service.decider().initial(), false, -1, "", Optional.empty());
    }

    private Hot<S> hot(String streamId) {
        @Nullable Hot<S> stream = streams.get(streamId);
        if (stream == null) {
            throw new IllegalStateException(streamId + " is not in memory");
        }
        return stream;
    }
}
