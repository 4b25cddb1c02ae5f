package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.Envelope;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.testing.Tally.Command.Add;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Replicas that come and go while commands flow. */
class KafkaReplicasTest {

    private static final int STREAMS = 12;
    private static final int COMMANDS_PER_STREAM = 40;

    @Test
    void partitions_that_move_between_replicas_lose_nothing_and_repeat_nothing() throws Exception {
        try (var backing = Backing.start("tally");
                var log = new KafkaLog(backing, 4);
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> done =
                    IntStream.range(0, STREAMS)
                            .mapToObj(stream -> clients.submit(() -> commands(log, "s" + stream)))
                            .toList();

            log.start("2");
            log.start("3");
            log.stop("1");
            log.start("1");
            log.stop("2");

            for (Future<Long> stream : done) {
                assertThat(stream.get()).isEqualTo(COMMANDS_PER_STREAM);
            }
            for (int stream = 0; stream < STREAMS; stream++) {
                assertThat(log.events("s" + stream))
                        .extracting(Envelope::version)
                        .isEqualTo(LongStream.rangeClosed(1, COMMANDS_PER_STREAM).boxed().toList());
            }
        }
    }

    /** Gives each command twice, as a client that lost the first answer does. */
    private static long commands(KafkaLog log, String stream) {
        return IntStream.range(0, COMMANDS_PER_STREAM)
                .mapToObj(i -> {
                    Answer first = log.submit(headers(stream, i), new Add(List.of(1)));
                    assertThat(log.submit(headers(stream, i), new Add(List.of(1))))
                            .isEqualTo(first);
                    return first;
                })
                .filter(Answer.Done.class::isInstance)
                .count();
    }

    private static CommandHeaders headers(String stream, int i) {
        return new CommandHeaders(
                stream,
                "c" + i,
                "correlation",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
