package daybook.eventlog.testing;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Control;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.shard.Incoming;
import daybook.eventlog.shard.Outgoing;
import daybook.eventlog.shard.Shard;
import daybook.eventlog.shard.Step;
import daybook.eventlog.shard.Stored;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The event log without Kafka: the real shard over a list. For tests of services that are to take
 * milliseconds.
 */
public final class InMemoryLog<C, S, E> {

    private final Service<C, S, E> service;
    private final InstantSource clock;
    private final List<Incoming<C>> inbox = new ArrayList<>();
    private final List<Slot<E>> log = new ArrayList<>();
    private final List<Outgoing> messages = new ArrayList<>();
    private Shard<C, S, E> shard;

    /** A place of the log, and what stands there if it can be read. */
    private record Slot<E>(String streamId, Optional<Entry<E>> entry) {}

    public InMemoryLog(Service<C, S, E> service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
        shard = new Shard<>(service);
    }

    public synchronized Answer submit(CommandHeaders headers, C command) {
        return submit(new Incoming.Readable<>(headers, inbox.size(), command));
    }

    /** Sends what cannot be read as a command. */
    public synchronized Answer submitUnreadable(CommandHeaders headers, String why) {
        return submit(new Incoming.Unreadable<>(headers, inbox.size(), why));
    }

    /** Sends what an operator asks of a parked stream. */
    public synchronized Answer operate(CommandHeaders headers, Control control) {
        return submit(new Incoming.Operated<>(headers, inbox.size(), control));
    }

    private Answer submit(Incoming<C> incoming) {
        inbox.add(incoming);
        warm(incoming.headers().streamId());
        Step<E> step = shard.decide(incoming, this::content, clock.instant());
        for (Entry<E> entry : step.entries()) {
            shard.placed(entry, new Position(0, log.size()));
            log.add(new Slot<>(entry.streamId(), Optional.of(entry)));
        }
        messages.addAll(step.messages());
        return shard.answerTo(incoming.headers());
    }

    private Optional<Incoming<C>> content(Stored.Parked parked) {
        return parked.inboxOffset().map(offset -> inbox.get(Math.toIntExact(offset)));
    }

    /** Puts something into the stream's log that cannot be read; its offset. */
    public synchronized long malform(String streamId) {
        log.add(new Slot<>(streamId, Optional.empty()));
        return log.size() - 1;
    }

    public synchronized long parkedStreams() {
        return shard.parking().streams();
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
            String streamId = log.get(offset).streamId();
            var entry = log.get(offset).entry();
            warm(streamId);
            if (entry.isPresent()) {
                shard.replay(entry.get(), new Position(0, offset));
            } else {
                shard.replayUnreadable(
                        streamId, new Stored.Broken(offset, "garbage", clock.instant()));
            }
        }
    }

    /** All entries of a stream that can be read. */
    public synchronized List<Entry<E>> entries(String streamId) {
        return log.stream()
                .filter(slot -> slot.streamId().equals(streamId))
                .flatMap(slot -> slot.entry().stream())
                .toList();
    }

    public synchronized List<Envelope<E>> events(String streamId) {
        List<Envelope<E>> events = new ArrayList<>();
        for (int offset = 0; offset < log.size(); offset++) {
            if (log.get(offset).entry().orElse(null) instanceof Entry.Happened<E> happened
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
