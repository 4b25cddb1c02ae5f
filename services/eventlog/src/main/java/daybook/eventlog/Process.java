package daybook.eventlog;

import java.util.List;

/**
 * What a service asks of others when something happened to one of its streams. Pure; the messages
 * are committed in the same transaction as the event.
 */
@FunctionalInterface
public interface Process<S, E> {

    /**
     * @param after the stream's state with the event applied
     * @return commands for other services' inboxes, in the order in which they are to be sent
     */
    List<Message> react(String streamId, S after, E event);

    /** A service that asks nothing of others. */
    static <S, E> Process<S, E> none() {
        return (_, _, _) -> List.of();
    }
}
