package daybook.eventlog;

/**
 * All that the event log needs to know to run a service.
 *
 * @param name names the service's topics: {@code name.commands}, {@code name.events}
 * @param stateSchema raised when states are stored differently; cached states of another schema are
 *     dropped and posted again from the log
 */
public record Service<C, S, E>(
        String name,
        Decider<C, S, E> decider,
        Process<S, E> process,
        TypeTable<C> commands,
        TypeTable<E> events,
        TypeTable<S> states,
        int stateSchema) {

    public Inbox<C> inbox() {
        return new Inbox<>(name, commands);
    }
}
