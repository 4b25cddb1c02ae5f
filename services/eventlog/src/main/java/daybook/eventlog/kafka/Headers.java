package daybook.eventlog.kafka;

import daybook.eventlog.serde.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Names of the headers on commands and entries: CloudEvents 1.0 in Kafka's binary mode, W3C trace
 * context, and what Daybook adds. All values are UTF-8 text.
 */
public final class Headers {

    static final String SPEC_VERSION = "ce_specversion";
    static final String ID = "ce_id";
    static final String SOURCE = "ce_source";
    static final String TYPE = "ce_type";
    static final String TIME = "ce_time";
    static final String SUBJECT = "ce_subject";
    static final String CONTENT_TYPE = "content-type";
    static final String TRACEPARENT = "traceparent";
    static final String KIND = "daybook-kind";
    static final String VERSION = "daybook-version";
    static final String SCHEMA = "daybook-schema";
    static final String COMMAND = "daybook-command";
    static final String CORRELATION = "daybook-correlation";
    static final String CAUSATION = "daybook-causation";
    static final String FINGERPRINT = "daybook-fingerprint";
    static final String EXPECTED_VERSION = "daybook-expected-version";
    public static final String REPLY_TO = "daybook-reply-to";
    static final String CHAIN = "daybook-chain";
    static final String PARKED_BECAUSE = "daybook-parked-because";

    /** What is the same on all records is encoded once. */
    static final Header CLOUD_EVENTS_1 = constant(SPEC_VERSION, "1.0");

    static final Header JSON = constant(CONTENT_TYPE, "application/json");

    private Headers() {}

    static Header source(String service) {
        return constant(SOURCE, "/daybook/" + service);
    }

    static Header constant(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> text(org.apache.kafka.common.header.Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(Header::value)
                // The database takes no text with a NUL in it.
                .map(value -> new String(value, StandardCharsets.UTF_8).replace('\0', '\uFFFD'));
    }

    /**
     * The version in which a command or an event is written; 1 if nothing is said, as before
     * commands had versions.
     */
    static int schema(org.apache.kafka.common.header.Headers headers) {
        String text = text(headers, SCHEMA).orElse("1");
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new UnreadableException("%s is no version: %s".formatted(SCHEMA, text));
        }
        return Integer.parseInt(text);
    }

    static void put(org.apache.kafka.common.header.Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static void put(
            org.apache.kafka.common.header.Headers headers, String name, Optional<String> value) {
        value.ifPresent(text -> put(headers, name, text));
    }
}
