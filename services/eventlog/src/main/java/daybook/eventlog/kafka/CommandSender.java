package daybook.eventlog.kafka;

import daybook.eventlog.Message;
import daybook.eventlog.Service;
import daybook.eventlog.serde.Json;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Sends commands to the service's own inbox and waits for their answers. The answers of all
 * replicas come in one topic; each takes its own. (SmallRye's request/reply begins to wait only
 * after the send is acknowledged, by when a fast answer has passed.)
 */
@ApplicationScoped
public class CommandSender {

    private static final int BUFFERED_COMMANDS = 4_096;

    /** The one that follows from the stream's id. */
    private static final int ANY_PARTITION = -1;

    private final String replica = UUID.randomUUID().toString();
    private final Map<String, UniEmitter<? super Optional<Answer>>> waiting =
            new ConcurrentHashMap<>();
    private final Service<?, ?, ?> service;
    private final MutinyEmitter<byte[]> inbox;

    CommandSender(
            Service<?, ?, ?> service,
            @Channel("commands")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFERED_COMMANDS)
                    MutinyEmitter<byte[]> inbox) {
        this.service = service;
        this.inbox = inbox;
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @return the answer; empty if it did not come in time, but the command is in the inbox
     * @throws NotAcceptedException (as the Uni's failure) if the inbox did not take the command
     */
    public Uni<Optional<Answer>> ask(Message message, CommandHeaders headers, Duration timeout) {
        return ask(message, headers, ANY_PARTITION, timeout);
    }

    /**
     * The same for a stream whose partition does not follow from its id, as it has none of its own.
     */
    public Uni<Optional<Answer>> ask(
            Message message, CommandHeaders headers, int partition, Duration timeout) {
        String request = UUID.randomUUID().toString();
        Uni<Optional<Answer>> answer =
                Uni.createFrom()
                        .<Optional<Answer>>emitter(emitter -> waiting.put(request, emitter))
                        .ifNoItem()
                        .after(timeout)
                        .recoverWithItem(Optional.empty())
                        .onTermination()
                        .invoke(() -> waiting.remove(request));
        return Uni.combine()
                .all()
                .unis(
                        answer,
                        send(message, headers, partition, Optional.of(replica + "/" + request)))
                .with((known, _) -> known);
    }

    /** Sends a command whose answer nobody waits for; done once it is in the inbox. */
    public Uni<Void> tell(Message message, CommandHeaders headers) {
        return send(message, headers, ANY_PARTITION, Optional.empty());
    }

    private Uni<Void> send(
            Message message, CommandHeaders headers, int partition, Optional<String> replyTo) {
        var kafkaHeaders = CommandCodec.headers(service.name(), message, headers);
        Headers.put(kafkaHeaders, Headers.REPLY_TO, replyTo);
        var metadata =
                OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(message.streamId())
                        .withPartition(partition)
                        .withHeaders(kafkaHeaders)
                        .build();
        return inbox.sendMessage(
                        org.eclipse.microprofile.reactive.messaging.Message.of(
                                        Json.write(message.command()))
                                .addMetadata(metadata))
                .onFailure()
                .transform(NotAcceptedException::new);
    }

    @Incoming("replies")
    CompletionStage<Void> answered(KafkaRecord<String, byte[]> reply) {
        String replyTo = reply.getKey();
        if (replyTo.startsWith(replica)) {
            var asker = waiting.get(replyTo.substring(replica.length() + 1));
            if (asker != null) {
                asker.complete(
                        Optional.of(AnswerCodec.decode(reply.getHeaders(), reply.getPayload())));
            }
        }
        return reply.ack();
    }
}
