package daybook.eventlog.kafka;

import static daybook.eventlog.kafka.Headers.put;
import static daybook.eventlog.kafka.Headers.text;

import daybook.eventlog.TypeTable;
import daybook.eventlog.serde.Json;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.shard.Answer;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** How answers stand in a service's reply topic; the key says whom they are for. */
public final class AnswerCodec {

    private static final TypeTable<Answer> TYPES =
            TypeTable.of(
                    Answer.class,
                    Map.of(
                            "command-done", Answer.Done.class,
                            "command-refused", Answer.Refused.class,
                            "command-parked", Answer.Parked.class));

    private AnswerCodec() {}

    static ProducerRecord<String, byte[]> encode(String service, String replyTo, Answer answer) {
        var headers = new RecordHeaders();
        put(headers, Headers.TYPE, TYPES.nameOf(answer));
        return new ProducerRecord<>(
                Topics.replies(service), 0, replyTo, Json.write(answer), headers);
    }

    public static Answer decode(org.apache.kafka.common.header.Headers headers, byte[] value) {
        String type = text(headers, Headers.TYPE).orElse("");
        return Json.read(
                value,
                TYPES.classOf(type)
                        .orElseThrow(
                                () -> new UnreadableException("No answer has the name " + type)));
    }
}
