package daybook.bench;

import daybook.eventlog.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the log of orders as it grows, and knows when each was dispatched and completed. */
final class OrderFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<String, byte[]> log;
    private final Map<String, Long> dispatchedAt = new ConcurrentHashMap<>();
    private final AtomicLong dispatched = new AtomicLong();
    private final AtomicLong completed = new AtomicLong();
    private final Semaphore open;
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("orders").unstarted(this::follow);
    private volatile boolean closed;

    /**
     * @param open given back for each order that is dispatched
     */
    OrderFollower(String bootstrap, Semaphore open) throws InterruptedException {
        this.open = open;
        log =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        thread.start();
        listening.await();
    }

    private void follow() {
        String topic = Topics.events("order");
        log.assign(
                log.partitionsFor(topic).stream()
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .toList());
        log.seekToBeginning(log.assignment());
        listening.countDown();
        while (!closed) {
            log.poll(POLL).forEach(this::take);
        }
        log.close();
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        byte[] type = entry.headers().lastHeader("ce_type").value();
        switch (new String(type, StandardCharsets.UTF_8)) {
            case "order-dispatched" -> {
                dispatchedAt.putIfAbsent(entry.key(), System.nanoTime());
                dispatched.incrementAndGet();
                open.release();
            }
            case "order-completed" -> completed.incrementAndGet();
            default -> {}
        }
    }

    /** By order id, of the system's nano clock. */
    Map<String, Long> dispatchedAt() {
        return dispatchedAt;
    }

    /** Events, so an order that is dispatched twice counts twice. */
    long dispatched() {
        return dispatched.get();
    }

    long completed() {
        return completed.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
