package daybook.eventlog.testing;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.shard.Incoming;
import daybook.eventlog.shard.Outgoing;
import daybook.eventlog.shard.Shard;
import daybook.eventlog.shard.Step;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The event log without Kafka: the real shard over a list. For tests of services that are to take
 * milliseconds.
 */
public final class InMemoryLog<C, S, E> {

    private final Service<C, S, E> service;
    private final InstantSource clock;
    private final List<Entry<E>> log = new ArrayList<>();
    private final List<Outgoing> messages = new ArrayList<>();
    private Shard<C, S, E> shard;

    public InMemoryLog(Service<C, S, E> service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
        shard = new Shard<>(service);
    }

    public synchronized Answer submit(CommandHeaders headers, C command) {
        return submit(new Incoming.Readable<>(headers, command));
    }

    public synchronized Answer submit(Incoming<C> incoming) {
        warm(incoming.headers().streamId());
        Step<E> step = shard.decide(incoming, clock.instant());
        for (Entry<E> entry : step.entries()) {
            shard.placed(entry, new Position(0, log.size()));
            log.add(entry);
        }
        messages.addAll(step.messages());
        return shard.answerTo(incoming.headers());
    }

    /** Sends the commands of all deadlines that have passed, and decides them. */
    @SuppressWarnings("unchecked") // a stream's deadline sends a command of its own service
    public synchronized void fireDeadlines() {
        Instant now = clock.instant();
        for (String streamId : shard.overdue(now)) {
            warm(streamId);
            shard.fire(streamId, now)
                    .ifPresent(fired -> submit(fired.headers(), (C) fired.message().command()));
        }
    }

    /** Drops the memory and reads the log again. */
    public synchronized void crash() {
        shard = new Shard<>(service);
        for (int offset = 0; offset < log.size(); offset++) {
            warm(log.get(offset).streamId());
            shard.replay(log.get(offset), new Position(0, offset));
        }
    }

    public synchronized List<Envelope<E>> events(String streamId) {
        List<Envelope<E>> events = new ArrayList<>();
        for (int offset = 0; offset < log.size(); offset++) {
            if (log.get(offset) instanceof Entry.Happened<E> happened
                    && happened.streamId().equals(streamId)) {
                events.add(
                        happened.envelope(
                                service.events().nameOf(happened.event()),
                                1,
                                new Position(0, offset)));
            }
        }
        return events;
    }

    /** What was sent to other services, in order. */
    public synchronized List<Outgoing> messages() {
        return List.copyOf(messages);
    }

    private void warm(String streamId) {
        shard.warm(shard.cold(Set.of(streamId)), List.of());
    }
}
