package daybook.eventlog.kafka;

import static daybook.eventlog.kafka.Headers.put;
import static daybook.eventlog.kafka.Headers.text;
import static java.util.Objects.requireNonNull;

import daybook.eventlog.Decision;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.TypeTable;
import daybook.eventlog.serde.Json;
import daybook.eventlog.serde.NewerVersionException;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.shard.Act;
import daybook.eventlog.shard.Cause;
import daybook.eventlog.shard.Entry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * How entries stand in a service's log. An event is a CloudEvent; the other entries share its
 * headers and are told apart by their kind.
 */
public final class EntryCodec<E> {

    private final String topic;
    private final Header source;
    private final TypeTable<E> types;

    public EntryCodec(String service, TypeTable<E> types) {
        topic = Topics.events(service);
        source = Headers.source(service);
        this.types = types;
    }

    private enum Kind {
        EVENT,
        REFUSED,
        UNCHANGED,
        PARKED;

        final String wire = name().toLowerCase(java.util.Locale.ROOT);
        final Header header = Headers.constant(Headers.KIND, wire);
    }

    private record Refusal(Decision.Reason reason, String code, String detail) {}

    private record Parking(String why, Optional<Long> inboxOffset) {}

    /**
     * Wire names of acts. Their kind is {@code unchanged}, which is what releases that do not know
     * them take them for: the operator's command itself led to no event.
     */
    private static final Map<Act.Kind, String> ACTS =
            Map.of(
                    Act.Kind.REDRIVE, "parked-redriven",
                    Act.Kind.DISCARD, "parked-discarded",
                    Act.Kind.PASS_OVER, "parked-passed-over");

    ProducerRecord<String, byte[]> encode(int partition, Entry<E> entry) {
        return switch (entry) {
            case Entry.Happened<E>(_, _, _, var event) ->
                    record(partition, entry, Kind.EVENT, types.nameOf(event), event);
            case Entry.Unchanged<E> _ ->
                    record(partition, entry, Kind.UNCHANGED, "command-unchanged", Map.of());
            case Entry.Refused<E>(_, _, _, var reason, var code, var detail) ->
                    record(
                            partition,
                            entry,
                            Kind.REFUSED,
                            "command-refused",
                            new Refusal(reason, code, detail));
            case Entry.Parked<E>(_, _, _, var why, var inboxOffset) ->
                    record(
                            partition,
                            entry,
                            Kind.PARKED,
                            "command-parked",
                            new Parking(why, inboxOffset));
            case Entry.Acted<E>(_, _, _, var act) ->
                    record(
                            partition,
                            entry,
                            Kind.UNCHANGED,
                            requireNonNull(ACTS.get(act.kind())),
                            act);
        };
    }

    private ProducerRecord<String, byte[]> record(
            int partition, Entry<E> entry, Kind kind, String type, Object payload) {
        Cause cause = entry.cause();
        var headers = new RecordHeaders();
        headers.add(Headers.CLOUD_EVENTS_1);
        put(headers, Headers.ID, id(entry, kind));
        headers.add(source);
        put(headers, Headers.TYPE, type);
        put(headers, Headers.TIME, cause.time().toString());
        put(headers, Headers.SUBJECT, entry.streamId());
        headers.add(Headers.JSON);
        headers.add(kind.header);
        put(headers, Headers.VERSION, Long.toString(entry.version()));
        put(headers, Headers.SCHEMA, Integer.toString(types.version(type)));
        put(headers, Headers.COMMAND, cause.commandId());
        put(headers, Headers.CORRELATION, cause.correlationId());
        put(headers, Headers.CAUSATION, cause.causationId());
        put(headers, Headers.TRACEPARENT, cause.traceparent());
        put(headers, Headers.FINGERPRINT, cause.fingerprint());
        return new ProducerRecord<>(
                topic, partition, entry.streamId(), Json.write(payload), headers);
    }

    /** CloudEvents wants ids unique per source; what is no event is named by its command. */
    private String id(Entry<E> entry, Kind kind) {
        return kind == Kind.EVENT
                ? entry.streamId() + "/" + entry.version()
                : entry.streamId() + "/" + kind.wire + "/" + entry.cause().commandId();
    }

    /**
     * @throws UnreadableException if the record is no entry of this service's log
     */
    public Entry<E> decode(ConsumerRecord<String, byte[]> record) {
        try {
            return read(record);
        } catch (DateTimeException | NumberFormatException e) {
            throw unreadable(record, "a header is malformed: " + e.getMessage());
        }
    }

    private Entry<E> read(ConsumerRecord<String, byte[]> record) {
        var headers = record.headers();
        var cause =
                new Cause(
                        required(record, Headers.COMMAND),
                        required(record, Headers.CORRELATION),
                        text(headers, Headers.CAUSATION),
                        text(headers, Headers.TRACEPARENT),
                        text(headers, Headers.FINGERPRINT),
                        Instant.parse(required(record, Headers.TIME)));
        String id = Streams.of(record);
        long version = Long.parseLong(required(record, Headers.VERSION));
        return switch (kind(record)) {
            case EVENT -> new Entry.Happened<>(id, version, cause, event(record));
            case UNCHANGED ->
                    ACTS.containsValue(required(record, Headers.TYPE))
                            ? new Entry.Acted<>(id, version, cause, read(record, Act.class))
                            : new Entry.Unchanged<>(id, version, cause);
            case REFUSED -> {
                var refusal = read(record, Refusal.class);
                yield new Entry.Refused<>(
                        id, version, cause, refusal.reason(), refusal.code(), refusal.detail());
            }
            case PARKED -> {
                var parking = read(record, Parking.class);
                yield new Entry.Parked<>(id, version, cause, parking.why(), parking.inboxOffset());
            }
        };
    }

    /**
     * The event of a record, or empty if its command changed nothing.
     *
     * @throws UnreadableException if the record is no entry of this service's log
     */
    public Optional<Envelope<E>> event(ConsumerRecord<String, byte[]> record, Position position) {
        return decode(record) instanceof Entry.Happened<E> happened
                ? Optional.of(
                        happened.envelope(
                                types.nameOf(happened.event()),
                                Headers.schema(record.headers()),
                                position))
                : Optional.empty();
    }

    private E event(ConsumerRecord<String, byte[]> record) {
        String type = required(record, Headers.TYPE);
        return reading(
                record,
                () -> Json.read(record.value(), types, type, Headers.schema(record.headers())));
    }

    private static <T> T read(ConsumerRecord<String, byte[]> record, Class<T> type) {
        return reading(record, () -> Json.read(record.value(), type));
    }

    private static <T> T reading(ConsumerRecord<String, byte[]> record, Supplier<T> read) {
        try {
            return read.get();
        } catch (NewerVersionException e) {
            throw new NewerVersionException(place(record) + e.getMessage());
        } catch (UnreadableException e) {
            throw unreadable(record, String.valueOf(e.getMessage()));
        }
    }

    private static Kind kind(ConsumerRecord<String, byte[]> record) {
        String wire = required(record, Headers.KIND);
        for (Kind kind : Kind.values()) {
            if (kind.wire.equals(wire)) {
                return kind;
            }
        }
        throw unreadable(record, "no entry has the kind " + wire);
    }

    private static String required(ConsumerRecord<String, byte[]> record, String name) {
        return text(record.headers(), name)
                .orElseThrow(() -> unreadable(record, "it has no header " + name));
    }

    private static UnreadableException unreadable(
            ConsumerRecord<String, byte[]> record, String why) {
        return new UnreadableException(place(record) + why);
    }

    private static String place(ConsumerRecord<String, byte[]> record) {
        return "%s partition %d offset %d cannot be read: "
                .formatted(record.topic(), record.partition(), record.offset());
    }
}
