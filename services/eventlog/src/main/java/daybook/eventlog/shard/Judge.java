package daybook.eventlog.shard;

import daybook.eventlog.Deadline;
import daybook.eventlog.Decision;
import daybook.eventlog.Message;
import daybook.eventlog.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides commands and says what they would leave behind; changes nothing. So a redrive does what
 * its dry run showed.
 */
public final class Judge<C, S, E> {

    /**
     * What one redrive decides at most: the partition's other streams wait meanwhile. The rest is
     * for the next.
     */
    public static final int MOST_AT_ONCE = 500;

    private final Service<C, S, E> service;

    public Judge(Service<C, S, E> service) {
        this.service = service;
    }

    /** What becomes of a command. */
    public sealed interface Outcome<S, E> {

        /**
         * @param version of the stream after it
         * @param state of the stream after it
         */
        record Decided<S, E>(long version, S state, List<Entry<E>> entries, List<Outgoing> messages)
                implements Outcome<S, E> {}

        record Stuck<S, E>(String why) implements Outcome<S, E> {}
    }

    /**
     * What becomes of a queue.
     *
     * @param stuck the first that fails again; those behind it wait on
     */
    public record Redriven<S, E>(List<Outcome.Decided<S, E>> decided, Optional<Act.Stuck> stuck) {}

    /**
     * @param now the time that messages to others are given at
     */
    public Outcome<S, E> decide(long version, S state, Incoming<C> incoming, Instant now) {
        return switch (incoming) {
            case Incoming.Unreadable<C>(_, _, var why) -> new Outcome.Stuck<>(why);
            case Incoming.Operated<C> _ ->
                    throw new IllegalArgumentException("An operator's act is not decided here");
            case Incoming.Readable<C>(var headers, _, var command) -> {
                try {
                    yield decide(version, state, headers, command, now);
                } catch (RuntimeException e) {
                    // A bug of the decider must stop only this stream.
                    yield new Outcome.Stuck<>("The decider failed: " + e);
                }
            }
        };
    }

    /** Decides the first of a queue, one after the other. */
    public Redriven<S, E> redrive(
            long version, S state, List<Stored.Parked> queue, Contents<C> contents, Instant now) {
        List<Outcome.Decided<S, E>> decided = new ArrayList<>();
        for (Stored.Parked parked : queue.subList(0, Math.min(queue.size(), MOST_AT_ONCE))) {
            long at = decided.isEmpty() ? version : decided.getLast().version();
            S then = decided.isEmpty() ? state : decided.getLast().state();
            Outcome<S, E> outcome =
                    contents.of(parked)
                            .map(command -> decide(at, then, command, now))
                            .orElseGet(() ->
                                    new Outcome.Stuck<>("Its content could not be read back"));
            switch (outcome) {
                case Outcome.Decided<S, E> done -> decided.add(done);
                case Outcome.Stuck<S, E>(var why) -> {
                    var stuck = new Act.Stuck(parked.key().commandId(), why);
                    return new Redriven<>(decided, Optional.of(stuck));
                }
            }
        }
        return new Redriven<>(decided, Optional.empty());
    }

    private Outcome<S, E> decide(
            long version, S state, CommandHeaders headers, C command, Instant now) {
        String id = headers.streamId();
        Cause cause = Cause.of(headers);
        Optional<Long> expected = headers.expectedVersion();
        if (expected.isPresent() && expected.get() != version) {
            String detail =
                    "Expected version %d, but it is at %d".formatted(expected.get(), version);
            return one(
                    state,
                    new Entry.Refused<>(
                            id, version, cause, Decision.Reason.STALE, "stale-version", detail));
        }
        return switch (service.decider().decide(state, command, headers.time())) {
            case Decision.Rejected<E>(var reason, var code, var detail) ->
                    one(state, new Entry.Refused<>(id, version, cause, reason, code, detail));
            case Decision.Accepted<E>(var events) when events.isEmpty() ->
                    one(state, new Entry.Unchanged<>(id, version, cause));
            case Decision.Accepted<E>(var events) -> accepted(version, state, headers, events, now);
        };
    }

    /** A command that led to no event. */
    private static <S, E> Outcome<S, E> one(S state, Entry<E> entry) {
        return new Outcome.Decided<>(entry.version(), state, List.of(entry), List.of());
    }

    private Outcome<S, E> accepted(
            long version, S state, CommandHeaders headers, List<E> events, Instant now) {
        String id = headers.streamId();
        Cause cause = Cause.of(headers);
        List<Entry<E>> entries = new ArrayList<>(events.size());
        List<Outgoing> messages = new ArrayList<>();
        long at = version;
        S then = state;
        for (E event : events) {
            then = service.decider().evolve(then, event);
            at++;
            entries.add(new Entry.Happened<>(id, at, cause, event));
            messages.addAll(outgoing(headers, at, service.process().react(id, then, event), now));
        }
        // Its deadline is asked for once it is applied, and must not fail then.
        due(then);
        return new Outcome.Decided<>(at, then, entries, messages);
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

    /** When a stream of this state does something by itself. */
    Optional<Instant> due(S state) {
        return service.decider().deadline(state).map(Deadline::due);
    }

    String eventName(String streamId, long version) {
        return service.name() + "/" + streamId + "/" + version;
    }
}
