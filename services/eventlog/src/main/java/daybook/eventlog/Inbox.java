package daybook.eventlog;

/**
 * Where a service takes its commands.
 *
 * @param service the service's name, which also names its topics
 */
public record Inbox<C>(String service, TypeTable<C> types) {

    /** A command for one of the service's streams. */
    public Message message(String streamId, C command) {
        String type = types.nameOf(command);
        return new Message(service, streamId, type, types.version(type), command);
    }
}
