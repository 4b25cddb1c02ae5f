package daybook.audit;

import daybook.eventlog.Envelope;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What must hold for every stream of a log, whatever its events mean, and how much the log holds.
 * Expects each partition's records in order, one partition after the other: it remembers the
 * commands of one partition at a time, since a stream lives in one.
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
    private final LongSet commands = new LongSet();
    private int partition = -1;
    private long events;
    private long answers;
    private long parked;

    /**
     * @param fold what the events mean
     */
    StreamCheck(String log, Findings findings, Consumer<Envelope<E>> fold) {
        this.log = log;
        this.findings = findings;
        this.fold = fold;
    }

    @Override
    public void event(Envelope<E> event) {
        if (event.position().partition() != partition) {
            partition = event.position().partition();
            commands.clear();
        }
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
        if (!doubled) {
            fold.accept(event);
        }
    }

    /** The events of a command stand side by side; the command must not come up again later. */
    private void checkCommand(Head head, Envelope<E> event) {
        long command = Fingerprint.of(event.streamId() + '\n' + event.commandId());
        if (command != head.command && !commands.add(command)) {
            findings.add(
                    Rule.COMMAND_ONCE,
                    log,
                    event,
                    "command %s added events before".formatted(event.commandId()));
        }
        head.command = command;
    }

    @Override
    public void answer(String kind) {
        answers++;
        if (kind.equals("parked")) {
            parked++;
        }
    }

    @Override
    public void unreadable(String streamId, String position, String problem) {
        findings.add(Rule.READABLE, log, streamId, position, problem);
    }

    /**
     * @param waiting commands waiting in each service's inbox
     */
    Verdict.Log summary(Map<String, Long> waiting) {
        return new Verdict.Log(
                log, heads.size(), events, answers, parked, waiting.getOrDefault(log, 0L));
    }
}
