package daybook.bench;

import daybook.eventlog.Service;
import daybook.eventlog.kafka.AnswerCodec;
import daybook.eventlog.kafka.CommandCodec;
import daybook.eventlog.kafka.Headers;
import daybook.eventlog.kafka.Topics;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Gives commands to a service's inbox and learns their answers, as the HTTP side does. */
final class Client<C> implements AutoCloseable {

    private static final long ANSWER_LIMIT_SECONDS = 120;
    private static final Duration POLL = Duration.ofMillis(100);

    private final Service<C, ?, ?> service;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> replies;
    private final Map<String, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
    private final Thread listener = Thread.ofPlatform().name("replies").unstarted(this::listen);
    private final CountDownLatch listening = new CountDownLatch(1);
    private volatile boolean closed;

    Client(Lab lab, Service<C, ?, ?> service) throws InterruptedException {
        this.service = service;
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", lab.bootstrap(), "acks", "all", "linger.ms", 0),
                        new StringSerializer(),
                        new ByteArraySerializer());
        replies =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                lab.bootstrap(),
                                "isolation.level",
                                "read_committed"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        listener.start();
        listening.await();
    }

    /** The answer comes when the command is decided and committed to the log. */
    CompletableFuture<Answer> ask(String stream, C command) {
        String id = UUID.randomUUID().toString();
        var headers =
                new CommandHeaders(
                        stream,
                        id,
                        id,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.now());
        var record =
                CommandCodec.encode("bench", service.inbox().message(stream, command), headers);
        record.headers().add(Headers.REPLY_TO, id.getBytes(StandardCharsets.UTF_8));
        var answer = new CompletableFuture<Answer>();
        waiting.put(id, answer);
        producer.send(record);
        return answer;
    }

    Answer await(CompletableFuture<Answer> answer) throws InterruptedException {
        try {
            return answer.get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchFailure("an answer did not come: " + e, e);
        }
    }

    private void listen() {
        replies.assign(List.of(new TopicPartition(Topics.replies(service.name()), 0)));
        replies.seekToEnd(replies.assignment());
        replies.assignment().forEach(replies::position);
        listening.countDown();
        while (!closed) {
            for (var reply : replies.poll(POLL)) {
                var asker = waiting.remove(reply.key());
                if (asker != null) {
                    asker.complete(AnswerCodec.decode(reply.headers(), reply.value()));
                }
            }
        }
        replies.close();
    }

    @Override
    public void close() {
        closed = true;
        producer.close();
        try {
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
