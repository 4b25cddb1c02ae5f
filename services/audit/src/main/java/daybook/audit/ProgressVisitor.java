package daybook.audit;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.shard.Entry;
import java.time.Instant;

/** Says now and then how many records went by. */
final class ProgressVisitor<E> implements LogVisitor<E> {

    private static final int EVERY = 1_000;

    private final String log;
    private final long size;
    private final LogVisitor<E> next;
    private final Audit.Progress progress;
    private long read;

    ProgressVisitor(String log, long size, LogVisitor<E> next, Audit.Progress progress) {
        this.log = log;
        this.size = size;
        this.next = next;
        this.progress = progress;
    }

    @Override
    public void event(Envelope<E> event) {
        count();
        next.event(event);
    }

    @Override
    public void answer(Entry<E> entry, Position position) {
        count();
        next.answer(entry, position);
    }

    @Override
    public void unreadable(String streamId, String position, Instant at, String problem) {
        count();
        next.unreadable(streamId, position, at, problem);
    }

    @Override
    public void tampered(String streamId, String position, Instant at, String problem) {
        next.tampered(streamId, position, at, problem);
    }

    private void count() {
        read++;
        if (read % EVERY == 0) {
            progress.at(log, read, size);
        }
    }
}
