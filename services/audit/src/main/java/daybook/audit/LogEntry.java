package daybook.audit;

import daybook.eventlog.Position;
import java.util.List;
import java.util.Map;

/**
 * An entry of a service's log as its headers describe it, whatever it means: an event, or the
 * answer to a command that changed nothing.
 *
 * @param kind event, refused, unchanged or parked
 */
public record LogEntry(
        String service,
        String streamId,
        long version,
        String kind,
        String type,
        String commandId,
        Position position) {

    public boolean isEvent() {
        return kind.equals("event");
    }

    /**
     * All committed entries of a service's log, each partition's in order.
     *
     * @throws AuditFailure if they cannot be read
     */
    public static List<LogEntry> all(String bootstrapServers, String service) {
        try (var source = new KafkaLogSource(Map.of("bootstrap.servers", bootstrapServers))) {
            return source.entries(service);
        }
    }
}
