package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.kafka.Chain;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.testing.Tally.Command.Add;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Whoever changes what stands in the log is found out. */
class ChainTest {

    private static final TopicPartition LOG = new TopicPartition("x.events", 0);
    private static final String CHAIN = "daybook-chain";

    @Test
    void a_log_as_it_was_written_is_whole() {
        assertThat(offences(_ -> {})).isEmpty();
    }

    @Test
    void what_was_changed_removed_put_in_or_moved_is_named_by_its_offset() {
        assertThat(offences(log -> log.set(3, changed(log.get(3), "{\"n\":33}"))))
                .containsExactly(3L);
        assertThat(offences(log -> log.get(3).headers().remove("who").add("who", bytes("eve"))))
                .containsExactly(3L);
        assertThat(offences(log -> log.get(3).headers().add("more", bytes("x"))))
                .containsExactly(3L);
        assertThat(offences(log -> log.remove(3))).containsExactly(4L);
        assertThat(offences(List::removeFirst)).containsExactly(1L);
        assertThat(offences(log -> log.add(3, log.get(1)))).startsWith(1L);
        assertThat(offences(log -> Collections.swap(log, 3, 4))).contains(4L);
    }

    @Test
    void a_hash_that_was_made_to_fit_no_longer_fits_the_next_entry() {
        assertThat(
                        offences(log -> {
                            var forger = new Chain(LOG);
                            log.subList(0, 3).forEach(forger::resume);
                            var forged = entry(99);
                            forger.append(forged);
                            log.set(3, stored(3, forged));
                        }))
                .containsExactly(4L);
    }

    @Test
    void an_entry_whose_hash_was_taken_away_or_spoilt_is_named() {
        assertThat(offences(log -> log.get(3).headers().remove(CHAIN))).startsWith(3L);
        assertThat(
                        offences(log ->
                                log.get(3).headers().remove(CHAIN).add(CHAIN, bytes("no hash!"))))
                .startsWith(3L);
    }

    @Test
    void entries_of_releases_without_hashes_may_stand_before_the_first_one() {
        List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
        log.add(stored(0, entry(0)));
        log.add(stored(1, entry(1)));
        var chain = new Chain(LOG);
        log.forEach(chain::resume);
        log.addAll(written(chain, 2));

        assertThat(offences(log)).isEmpty();
        log.set(1, changed(log.get(1), "{}"));
        assertThat(offences(log)).containsExactly(2L);
    }

    @Test
    void the_chain_goes_on_through_crashes_and_handovers() throws Exception {
        try (var backing = Backing.start("tally");
                var log = new KafkaLog(backing, 2)) {
            add(log, 5);
            log.crash();
            add(log, 5);
            log.crashWithoutCache();
            add(log, 5);
            log.start("2");
            add(log, 20);
            log.stop("1");
            add(log, 20);
            log.stop("2");
            log.start("3");
            log.stop("3");
            log.start("4");
            add(log, 5);

            assertThat(log.tampered()).isEmpty();
        }
    }

    private static void add(KafkaLog log, int commands) {
        for (int i = 0; i < commands; i++) {
            log.submit(
                    new CommandHeaders(
                            "s" + i % 7,
                            UUID.randomUUID().toString(),
                            "test",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Instant.now()),
                    new Add(List.of(0, 0)));
        }
    }

    /** The offsets that are named once the log of ten entries was tampered with. */
    private static List<Long> offences(Consumer<List<ConsumerRecord<String, byte[]>>> tamper) {
        List<ConsumerRecord<String, byte[]>> log = written(new Chain(LOG), 0);
        tamper.accept(log);
        return offences(log);
    }

    private static List<Long> offences(List<ConsumerRecord<String, byte[]>> log) {
        var chain = new Chain(LOG);
        return log.stream()
                .filter(entry -> chain.check(entry).isPresent())
                .map(ConsumerRecord::offset)
                .toList();
    }

    private static List<ConsumerRecord<String, byte[]>> written(Chain chain, int from) {
        List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
        for (int i = from; i < from + 10; i++) {
            var entry = entry(i);
            chain.append(entry);
            log.add(stored(i, entry));
        }
        return log;
    }

    private static ProducerRecord<String, byte[]> entry(int number) {
        var entry =
                new ProducerRecord<>(
                        LOG.topic(), LOG.partition(), "s", bytes("{\"n\":%d}".formatted(number)));
        entry.headers().add("who", bytes("alice"));
        return entry;
    }

    private static ConsumerRecord<String, byte[]> stored(
            long offset, ProducerRecord<String, byte[]> entry) {
        var record =
                new ConsumerRecord<>(
                        entry.topic(), LOG.partition(), offset, entry.key(), entry.value());
        entry.headers().forEach(record.headers()::add);
        return record;
    }

    private static ConsumerRecord<String, byte[]> changed(
            ConsumerRecord<String, byte[]> entry, String value) {
        var record =
                new ConsumerRecord<>(
                        entry.topic(),
                        entry.partition(),
                        entry.offset(),
                        entry.key(),
                        bytes(value));
        entry.headers().forEach(record.headers()::add);
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
