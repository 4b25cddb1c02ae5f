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
 * One partition's memory. {@link #decide} only produces entries, {@link #apply} only applies them,
 * whether they are new or read back from the log; {@link #placed} learns where they stand. Not
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
    private final Map<CommandKey, Seen> unsaved = new LinkedHashMap<>();
    private final PriorityQueue<Due> dues = new PriorityQueue<>(BY_TIME);

    /** A stream in memory. */
    private static final class Hot<S> {
        long version;
        S state;
        boolean parked;
        long offset;
        String correlationId;
        Optional<Instant> due;
        boolean dirty;

        Hot(Stored.Stream<S> stored) {
            version = stored.version();
            state = stored.state();
            parked = stored.parked();
            offset = stored.offset();
            correlationId = stored.correlationId();
            due = stored.due();
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
        stored.forEach(stream -> streams.put(stream.streamId(), new Hot<>(stream)));
        cold.forEach(id -> streams.computeIfAbsent(id, _ -> new Hot<>(empty(id))));
    }

    /** Takes in the answers that earlier commands got. */
    public void recall(Collection<Seen> answers) {
        answers.forEach(answer -> seen.put(answer.key(), answer));
    }

    /** Takes in the deadlines of streams that are not in memory. */
    public void await(Collection<Due> deadlines) {
        dues.addAll(deadlines);
    }

    /**
     * What a command leaves in the log. Its stream must be warm, and its earlier answer recalled if
     * it had one.
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
                    yield step(stale.get());
                }
                try {
                    yield switch (service.decider().decide(stream.state, command, headers.time())) {
                        case Decision.Rejected<E>(var reason, var code, var detail) ->
                                step(
                                        new Entry.Refused<>(
                                                headers.streamId(),
                                                stream.version,
                                                cause,
                                                reason,
                                                code,
                                                detail));
                        case Decision.Accepted<E>(var events) -> accepted(headers, events, now);
                    };
                } catch (RuntimeException e) {
                    // A bug of the decider must stop only this stream.
                    yield parked(headers, "The decider failed: " + e);
                }
            }
        };
    }

    private Step<E> accepted(CommandHeaders headers, List<E> events, Instant now) {
        Hot<S> stream = hot(headers.streamId());
        String id = headers.streamId();
        Cause cause = Cause.of(headers);
        if (events.isEmpty()) {
            return step(new Entry.Unchanged<>(id, stream.version, cause));
        }
        List<Entry<E>> entries = new ArrayList<>();
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
        return new Step<>(entries, messages);
    }

    private List<Outgoing> outgoing(
            CommandHeaders cause, long version, List<Message> messages, Instant now) {
        List<Outgoing> outgoing = new ArrayList<>();
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
        return step(
                new Entry.Parked<>(
                        headers.streamId(),
                        hot(headers.streamId()).version,
                        Cause.of(headers),
                        why));
    }

    private Step<E> step(Entry<E> entry) {
        return new Step<>(List.of(entry), List.of());
    }

    /** Applies an entry to its stream, which must be warm. */
    public void apply(Entry<E> entry) {
        Hot<S> stream = hot(entry.streamId());
        stream.dirty = true;
        stream.correlationId = entry.cause().correlationId();
        switch (entry) {
            case Entry.Happened<E>(var id, var version, _, var event) -> {
                if (version != stream.version + 1) {
                    throw new IllegalStateException(
                            "%s is at version %d, but the log goes on with %d"
                                    .formatted(id, stream.version, version));
                }
                stream.version = version;
                stream.state = service.decider().evolve(stream.state, event);
                Optional<Instant> due = service.decider().deadline(stream.state).map(Deadline::due);
                if (!due.equals(stream.due)) {
                    stream.due = due;
                    due.ifPresent(at -> dues.add(new Due(at, id)));
                }
            }
            case Entry.Parked<E> _ -> stream.parked = true;
            case Entry.Refused<E> _, Entry.Unchanged<E> _ -> {}
        }
    }

    /** Learns where an applied entry stands, and so what its command is answered. */
    public void placed(Entry<E> entry, Position position) {
        hot(entry.streamId()).offset = position.offset();
        var key = new CommandKey(entry.streamId(), entry.cause().commandId());
        var answer = new Seen(key, entry.cause().fingerprint(), entry.answer(position));
        unplaced.remove(key);
        seen.put(key, answer);
        unsaved.put(key, answer);
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

    /** What has changed since the last {@link #saved}. */
    public List<Stored.Stream<S>> dirty() {
        List<Stored.Stream<S>> dirty = new ArrayList<>();
        streams.forEach((id, stream) -> {
            if (stream.dirty) {
                dirty.add(stream.stored(id));
            }
        });
        return dirty;
    }

    public Collection<Seen> unsavedAnswers() {
        return List.copyOf(unsaved.values());
    }

    /** All that is dirty has been stored; memory beyond {@code maxStreams} can be let go. */
    public void saved(int maxStreams) {
        streams.values().forEach(stream -> stream.dirty = false);
        unsaved.clear();
        seen.clear();
        var oldest = streams.entrySet().iterator();
        for (int excess = streams.size() - maxStreams; excess > 0; excess--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** How many answers wait to be stored. */
    public int unsavedCount() {
        return unsaved.size();
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
