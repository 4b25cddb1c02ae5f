package daybook.eventlog.shard;

import daybook.eventlog.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an operator's request leaves in the log: the answers of the commands that it lets go, as any
 * command leaves them, and then the act itself.
 */
final class Operations<C, S, E> {

    private final Judge<C, S, E> judge;

    Operations(Judge<C, S, E> judge) {
        this.judge = judge;
    }

    Step<E> operate(
            StreamMemory<S, E> stream,
            CommandHeaders headers,
            Control control,
            Contents<C> contents,
            Instant now) {
        return switch (control) {
            case Control.Redrive asked -> redrive(stream, headers, asked, contents, now);
            case Control.Discard asked -> discard(stream, headers, asked, contents);
            case Control.PassOver asked -> passOver(stream, headers, asked);
        };
    }

    private Step<E> redrive(
            StreamMemory<S, E> stream,
            CommandHeaders headers,
            Control.Redrive asked,
            Contents<C> contents,
            Instant now) {
        if (stream.broken().isPresent()) {
            String detail = reason(stream) + "; see to that entry first";
            return Step.one(refused(stream, Cause.of(headers), "stream-broken", detail));
        }
        List<Stored.Parked> queue = stream.queue();
        int count = asked.count();
        if (count < 1
                || count > queue.size()
                || !queue.get(count - 1).key().commandId().equals(asked.last())) {
            return stale(stream, headers);
        }
        var redriven = judge.redrive(stream.version, stream.state, queue, contents, now);
        List<Entry<E>> entries = new ArrayList<>();
        List<Outgoing> messages = new ArrayList<>();
        redriven.decided()
                .forEach(decided -> {
                    entries.addAll(decided.entries());
                    messages.addAll(decided.messages());
                });
        long version = entries.isEmpty() ? stream.version : entries.getLast().version();
        int done = redriven.decided().size();
        entries.add(
                new Entry.Acted<>(
                        headers.streamId(),
                        version,
                        Cause.of(headers),
                        new Act(
                                Act.Kind.REDRIVE,
                                asked.by(),
                                asked.why(),
                                queue.subList(0, done).stream()
                                        .map(parked -> parked.key().commandId())
                                        .toList(),
                                Optional.empty(),
                                redriven.stuck(),
                                queue.size() - done)));
        return new Step<>(entries, messages);
    }

    private Step<E> discard(
            StreamMemory<S, E> stream,
            CommandHeaders headers,
            Control.Discard asked,
            Contents<C> contents) {
        List<Stored.Parked> queue = stream.queue();
        Optional<Stored.Parked> dropped =
                queue.stream()
                        .filter(parked -> parked.key().commandId().equals(asked.commandId()))
                        .findFirst();
        if (dropped.isEmpty()) {
            return stale(stream, headers);
        }
        Cause cause = Cause.of(headers);
        Cause of =
                contents.of(dropped.get())
                        .map(command -> Cause.of(command.headers()))
                        .orElseGet(() -> cause.of(asked.commandId()));
        String detail = "An operator has discarded it: " + asked.why();
        var act =
                new Act(
                        Act.Kind.DISCARD,
                        asked.by(),
                        asked.why(),
                        List.of(asked.commandId()),
                        Optional.empty(),
                        Optional.empty(),
                        queue.size() - 1);
        return new Step<>(
                List.of(
                        refused(stream, of, "command-discarded", detail),
                        new Entry.Acted<>(headers.streamId(), stream.version, cause, act)),
                List.of());
    }

    /**
     * A reader of the log may have stopped at an entry that the shard, which reads back only what
     * it does not know, has not met yet. It will pass over it then.
     */
    private Step<E> passOver(
            StreamMemory<S, E> stream, CommandHeaders headers, Control.PassOver asked) {
        if (stream.broken().filter(broken -> broken.offset() != asked.offset()).isPresent()) {
            return stale(stream, headers);
        }
        var act =
                new Act(
                        Act.Kind.PASS_OVER,
                        asked.by(),
                        asked.why(),
                        List.of(),
                        Optional.of(asked.offset()),
                        Optional.empty(),
                        stream.queue().size());
        return Step.one(
                new Entry.Acted<>(headers.streamId(), stream.version, Cause.of(headers), act));
    }

    private Step<E> stale(StreamMemory<S, E> stream, CommandHeaders headers) {
        return Step.one(
                new Entry.Refused<>(
                        headers.streamId(),
                        stream.version,
                        Cause.of(headers),
                        Decision.Reason.STALE,
                        "stale-queue",
                        "What waits in '%s' is not what you saw; look again"
                                .formatted(headers.streamId())));
    }

    private Entry<E> refused(StreamMemory<S, E> stream, Cause cause, String code, String detail) {
        return new Entry.Refused<>(
                stream.streamId, stream.version, cause, Decision.Reason.CONFLICT, code, detail);
    }

    /** Why commands of a parked stream wait. */
    static String reason(StreamMemory<?, ?> stream) {
        return stream.broken()
                .map(broken -> "The stream stopped at an entry of the log: " + broken.why())
                .orElse("The stream was parked before");
    }
}
