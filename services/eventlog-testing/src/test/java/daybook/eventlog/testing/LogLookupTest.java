package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.Envelope;
import daybook.eventlog.kafka.LogLookup;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.testing.Tally.Command.Add;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Single events are found in the log, however far apart they stand. */
class LogLookupTest {

    /** More than what is read through on the way from one event to the next. */
    private static final int CROWD = 2_000;

    private static Backing backing;

    @BeforeAll
    static void start() {
        backing = Backing.start("tally");
    }

    @AfterAll
    static void stop() {
        backing.close();
    }

    @Test
    void events_that_stand_near_and_far_are_read_once_each() throws Exception {
        try (var log = new KafkaLog(backing, 1);
                var lookup =
                        new LogLookup<>(
                                Tally.service(log.service()),
                                Map.of("bootstrap.servers", backing.kafka()),
                                InstantSource.system())) {
            long first = add(log, "wanted", 1);
            long near = add(log, "wanted", 1);
            add(log, "crowd", CROWD);
            long far = add(log, "wanted", 1);
            add(log, "crowd", 1);

            List<Long> offsets = List.of(first, near, far);
            var found = lookup.at(0, offsets);
            assertThat(found).extracting(Envelope::streamId).containsOnly("wanted");
            assertThat(found).extracting(event -> event.position().offset()).isEqualTo(offsets);
            assertThat(found).extracting(Envelope::version).containsExactly(1L, 2L, 3L);

            assertThat(lookup.scan(0, near, lookup.end(0), "wanted"))
                    .isEqualTo(found.subList(1, 3));
            assertThat(lookup.at(0, List.of())).isEmpty();
        }
    }

    /** The offset of the last event. */
    private static long add(KafkaLog log, String stream, int events) {
        var headers =
                new CommandHeaders(
                        stream,
                        UUID.randomUUID().toString(),
                        "test",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.now());
        Answer answer = log.submit(headers, new Add(Collections.nCopies(events, 0)));
        return ((Answer.Done) answer).position().offset();
    }
}
