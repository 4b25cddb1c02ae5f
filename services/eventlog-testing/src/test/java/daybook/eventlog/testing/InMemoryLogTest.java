package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.Envelope;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Control;
import daybook.eventlog.shard.Entry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryLogTest extends ParkingConformance {

    private static final InstantSource ONE_O_CLOCK =
            InstantSource.fixed(Instant.parse("2026-01-01T13:00:00Z"));

    @Override
    protected LogUnderTest open() {
        var log = new InMemoryLog<>(Tally.service("tally"), ONE_O_CLOCK);
        return new LogUnderTest() {
            @Override
            public Answer submit(CommandHeaders headers, Tally.Command command) {
                return log.submit(headers, command);
            }

            @Override
            public Answer submitGarbage(CommandHeaders headers) {
                return log.submitUnreadable(headers, "garbage");
            }

            @Override
            public Answer operate(CommandHeaders headers, Control control) {
                return log.operate(headers, control);
            }

            @Override
            public long malform(String streamId) {
                return log.malform(streamId);
            }

            @Override
            public List<Entry<Tally.Event>> entries(String streamId) {
                return log.entries(streamId);
            }

            @Override
            public long parkedStreams() {
                return log.parkedStreams();
            }

            @Override
            public List<Envelope<Tally.Event>> events(String streamId) {
                return log.events(streamId);
            }

            @Override
            public List<String> toldToPeer(String streamId) {
                return log.messages().stream()
                        .filter(told -> told.headers().streamId().equals(streamId))
                        .map(told -> told.headers().commandId())
                        .toList();
            }

            @Override
            public void crash() {
                log.crash();
            }

            @Override
            public void crashWithoutCache() {
                log.crash();
            }

            @Override
            public void awaitDeadlines(String streamId, int events) {
                log.fireDeadlines();
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void a_deadline_that_passes_while_its_stream_is_parked_fires_once_it_is_free() {
        String stream = newStream();
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        log().submit(command(stream, "a"), new Tally.Command.Remind(noon));
        log().submitGarbage(command(stream, "b"));

        log().awaitDeadlines(stream, 1);
        assertThat(versions(stream)).containsExactly(1L);
        log().operate(command(stream, "x"), new Control.Discard("olivia", "garbage", "b"));
        log().awaitDeadlines(stream, 2);
        log().awaitDeadlines(stream, 2);

        assertThat(log().events(stream))
                .extracting(Envelope::event)
                .containsExactly(new Tally.Event.ReminderSet(noon), new Tally.Event.Rung());
    }
}
