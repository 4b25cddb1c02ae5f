package daybook.audit;

/**
 * A rule that a stream breaks.
 *
 * @param log the service whose log shows it
 * @param position of the first event that shows it, {@code partition-offset}; empty if no single
 *     event does
 */
public record Finding(Rule rule, String log, String streamId, String position, String detail) {}
