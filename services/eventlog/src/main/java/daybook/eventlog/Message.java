package daybook.eventlog;

/** A command on its way to another service's inbox. Made by {@link Inbox#message}. */
public record Message(String service, String streamId, String type, Object command) {}
