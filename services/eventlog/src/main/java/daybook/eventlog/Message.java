package daybook.eventlog;

/**
 * A command on its way to another service's inbox. Made by {@link Inbox#message}.
 *
 * @param schemaVersion of the form in which the command is written
 */
public record Message(
        String service, String streamId, String type, int schemaVersion, Object command) {}
