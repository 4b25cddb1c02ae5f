package daybook.eventlog.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which stream a record belongs to. */
public final class Streams {

    private Streams() {}

    /**
     * The record's key. What has none belongs to no stream: it gets one of its own, named by its
     * place, so that it can be parked without stopping any other.
     */
    public static String of(ConsumerRecord<String, byte[]> record) {
        String key = record.key();
        return key == null || key.isEmpty()
                ? "%s.%d.%d".formatted(record.topic(), record.partition(), record.offset())
                // The database takes no text with a NUL in it.
                : key.replace('\0', '\uFFFD');
    }
}
