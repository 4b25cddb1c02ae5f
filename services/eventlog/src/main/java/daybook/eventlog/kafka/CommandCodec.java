package daybook.eventlog.kafka;

import static daybook.eventlog.kafka.Headers.put;
import static daybook.eventlog.kafka.Headers.text;

import daybook.eventlog.Inbox;
import daybook.eventlog.Message;
import daybook.eventlog.TypeTable;
import daybook.eventlog.serde.Json;
import daybook.eventlog.serde.NewerVersionException;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Control;
import daybook.eventlog.shard.Incoming;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** How commands stand in an inbox. */
public final class CommandCodec<C> {

    private static final TypeTable<Control> CONTROLS = TypeTable.of(Control.class, Control.TYPES);

    private final TypeTable<C> types;

    public CommandCodec(TypeTable<C> types) {
        this.types = types;
    }

    /** The record for another service's inbox; the stream's id decides the partition. */
    public static ProducerRecord<String, byte[]> encode(
            String source, Message message, CommandHeaders headers) {
        return new ProducerRecord<>(
                Topics.commands(message.service()),
                null,
                headers.streamId(),
                Json.write(message.command()),
                headers(source, message, headers));
    }

    static org.apache.kafka.common.header.Headers headers(
            String source, Message message, CommandHeaders command) {
        var headers = new RecordHeaders();
        headers.add(Headers.CLOUD_EVENTS_1);
        put(headers, Headers.ID, command.commandId());
        headers.add(Headers.source(source));
        put(headers, Headers.TYPE, message.type());
        put(headers, Headers.SCHEMA, Integer.toString(message.schemaVersion()));
        put(headers, Headers.TIME, command.time().toString());
        put(headers, Headers.SUBJECT, command.streamId());
        headers.add(Headers.JSON);
        put(headers, Headers.CORRELATION, command.correlationId());
        put(headers, Headers.CAUSATION, command.causationId());
        put(headers, Headers.TRACEPARENT, command.traceparent());
        put(headers, Headers.FINGERPRINT, command.fingerprint());
        put(headers, Headers.EXPECTED_VERSION, command.expectedVersion().map(String::valueOf));
        return headers;
    }

    /**
     * What cannot be read is told apart, so that only its own stream stops.
     *
     * @throws NewerVersionException if a newer release has sent it, so that it is not this one's
     */
    Incoming<C> decode(ConsumerRecord<String, byte[]> record) {
        var headers = record.headers();
        String place = record.topic() + "/" + record.partition() + "/" + record.offset();
        String streamId = Streams.of(record);
        String id = text(headers, Headers.ID).orElse(place);
        String correlation = text(headers, Headers.CORRELATION).orElse(id);
        Optional<Long> expected = Optional.empty();
        Instant time = Instant.ofEpochMilli(record.timestamp());
        Optional<String> fault = Optional.empty();
        try {
            expected = text(headers, Headers.EXPECTED_VERSION).map(Long::valueOf);
            time = text(headers, Headers.TIME).map(Instant::parse).orElse(time);
        } catch (NumberFormatException | DateTimeException e) {
            fault = Optional.of("A header is malformed: " + e.getMessage());
        }
        var read =
                new CommandHeaders(
                        streamId,
                        id,
                        correlation,
                        text(headers, Headers.CAUSATION),
                        text(headers, Headers.TRACEPARENT),
                        expected,
                        text(headers, Headers.FINGERPRINT),
                        time);
        if (fault.isPresent()) {
            return new Incoming.Unreadable<>(read, record.offset(), fault.get());
        }
        try {
            return text(headers, Headers.TYPE).flatMap(CONTROLS::classOf).isPresent()
                    ? new Incoming.Operated<>(read, record.offset(), payload(record, CONTROLS))
                    : new Incoming.Readable<>(read, record.offset(), payload(record, types));
        } catch (NewerVersionException e) {
            throw new NewerVersionException(place + " cannot be read: " + e.getMessage());
        } catch (UnreadableException e) {
            return new Incoming.Unreadable<>(read, record.offset(), String.valueOf(e.getMessage()));
        }
    }

    /** What an operator asks of a parked stream, on its way to the stream's inbox. */
    public static Message message(String service, String streamId, Control control) {
        return new Inbox<>(service, CONTROLS).message(streamId, control);
    }

    private static <T> T payload(ConsumerRecord<String, byte[]> record, TypeTable<T> types) {
        if (record.key() == null || record.value() == null) {
            throw new UnreadableException("A command needs a key and a value");
        }
        String type =
                text(record.headers(), Headers.TYPE)
                        .orElseThrow(() -> new UnreadableException("No header " + Headers.TYPE));
        return Json.read(record.value(), types, type, Headers.schema(record.headers()));
    }
}
