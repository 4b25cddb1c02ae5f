package daybook.eventlog;

import java.time.Instant;
import java.util.Optional;

/**
 * The heart of a service: what a command does to a stream. All functions are pure, so the same log
 * always gives the same state.
 *
 * @param <C> commands, a sealed interface
 * @param <S> states, a sealed interface or a record
 * @param <E> events, a sealed interface
 */
public interface Decider<C, S, E> {

    /** The state of a stream without events. */
    S initial();

    /**
     * Decides what a command does. Never throws for a caller's mistake: that is a rejection. An
     * exception is a bug and parks the stream.
     *
     * @param at when the command was given; decisions know no other time
     */
    Decision<E> decide(S state, C command, Instant at);

    /** Applies an event that happened. Never refuses. */
    S evolve(S state, E event);

    /**
     * What the stream does by itself if nothing happens before. The partition's owner sends the
     * command to the stream's own inbox once {@link Deadline#due()} has passed.
     */
    default Optional<Deadline<C>> deadline(S state) {
        return Optional.empty();
    }
}
