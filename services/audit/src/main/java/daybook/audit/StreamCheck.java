package daybook.audit;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.shard.Entry;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What must hold for every stream of a log, whatever its events mean, and how much the log holds.
 * Expects each partition's records in order.
 *
 * <p>It remembers a hash of every command, as any of them might come again: 11 to 22 bytes each,
 * and an order takes some twenty in all logs. A set for each partition, so that one that grows
 * copies little at a time.
 */
final class StreamCheck<E> implements LogVisitor<E> {

    private static final class Head {
        long version;
        long command;
    }

    private final String log;
    private final Findings findings;
    private final Consumer<Envelope<E>> fold;
    private final Map<String, Head> heads = new HashMap<>();
    private final Map<Integer, LongSet> commands = new HashMap<>();
    private long events;
    private long answers;
    private final ParkedCheck parked;

    /** By position; those that an operator has passed over are taken out again. */
    private final Map<String, Unreadable> unreadable = new LinkedHashMap<>();

    private record Unreadable(String streamId, Instant at, String problem) {}

    /**
     * @param fold what the events mean
     */
    StreamCheck(String log, Findings findings, Consumer<Envelope<E>> fold) {
        this.log = log;
        this.findings = findings;
        this.fold = fold;
        parked = new ParkedCheck(log, findings);
    }

    @Override
    public void event(Envelope<E> event) {
        events++;
        Head head = heads.computeIfAbsent(event.streamId(), _ -> new Head());
        if (event.version() != head.version + 1) {
            findings.add(
                    Rule.CONTIGUOUS,
                    log,
                    event,
                    "has version %d after %d".formatted(event.version(), head.version));
        }
        boolean doubled = event.version() <= head.version;
        head.version = Math.max(head.version, event.version());
        checkCommand(head, event);
        parked.answered(event.streamId(), event.commandId(), event.position(), event.time());
        if (!doubled) {
            fold.accept(event);
        }
    }

    /** The events of a command stand side by side; the command must not come up again later. */
    private void checkCommand(Head head, Envelope<E> event) {
        long command = Fingerprint.of(event.streamId() + '\n' + event.commandId());
        LongSet known = commands.computeIfAbsent(event.position().partition(), _ -> new LongSet());
        if (command != head.command && !known.add(command)) {
            findings.add(
                    Rule.COMMAND_ONCE,
                    log,
                    event,
                    "command %s added events before".formatted(event.commandId()));
        }
        head.command = command;
    }

    @Override
    public void answer(Entry<E> entry, Position position) {
        answers++;
        String streamId = entry.streamId();
        String commandId = entry.cause().commandId();
        switch (entry) {
            case Entry.Parked<E> _ -> parked.parked(streamId, commandId);
            case Entry.Refused<E> _, Entry.Unchanged<E> _ -> {
                if (!isOperators(entry)) {
                    parked.answered(streamId, commandId, position, entry.cause().time());
                }
            }
            case Entry.Acted<E>(_, _, _, var act) -> {
                parked.acted(streamId, act, position, entry.cause().time());
                act.passedOver()
                        .map(offset -> new Position(position.partition(), offset).toString())
                        .ifPresent(unreadable::remove);
                // A command that is decided behind the act is decided twice.
                Head head = heads.get(streamId);
                if (head != null) {
                    head.command = 0;
                }
            }
            case Entry.Happened<E> _ -> throw new IllegalArgumentException("An event: " + entry);
        }
    }

    /** An operator who looked at a stale queue is refused while the stream waits. */
    private static boolean isOperators(Entry<?> entry) {
        return entry instanceof Entry.Refused<?> refused
                && (refused.code().equals("stale-queue") || refused.code().equals("stream-broken"));
    }

    @Override
    public void tampered(String streamId, String position, Instant at, String problem) {
        findings.add(Rule.UNTAMPERED, log, streamId, position, at, problem);
    }

    @Override
    public void unreadable(String streamId, String position, Instant at, String problem) {
        unreadable.put(position, new Unreadable(streamId, at, problem));
    }

    /**
     * @param waiting commands waiting in each service's inbox
     * @param state gets what an operator can still mend
     */
    Verdict.Log summary(Map<String, Long> waiting, Findings state, Notes notes) {
        unreadable.forEach((position, record) ->
                state.add(
                        Rule.READABLE,
                        log,
                        record.streamId(),
                        position,
                        record.at(),
                        record.problem()));
        return new Verdict.Log(
                log,
                heads.size(),
                events,
                answers,
                parked.summary(state, notes),
                waiting.getOrDefault(log, 0L));
    }
}
