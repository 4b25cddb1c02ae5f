package daybook.eventlog.testing;

import daybook.eventlog.Envelope;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Incoming;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

class InMemoryLogTest extends EventLogConformance {

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
                return log.submit(new Incoming.Unreadable<>(headers, "garbage"));
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
}
