package daybook.eventlog.testing;

import daybook.eventlog.Envelope;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Control;
import daybook.eventlog.shard.Entry;
import java.util.List;

/** A log implementation that runs {@link Tally}, as {@link EventLogConformance} uses it. */
public interface LogUnderTest extends AutoCloseable {

    /** Sends a command and waits for its answer. */
    Answer submit(CommandHeaders headers, Tally.Command command);

    /** Sends what no codec can read as a command, and waits for its answer. */
    Answer submitGarbage(CommandHeaders headers);

    /** Sends what an operator asks of a parked stream, and waits for its answer. */
    Answer operate(CommandHeaders headers, Control control);

    /** Puts a record into the stream's log that is no entry; its offset. */
    long malform(String streamId);

    /** All committed entries of a stream that can be read, in order. */
    List<Entry<Tally.Event>> entries(String streamId);

    /** How many streams are parked. */
    long parkedStreams();

    /** All committed events of a stream, in order. */
    List<Envelope<Tally.Event>> events(String streamId);

    /** Ids of the commands that are committed in the peer's inbox for a stream, in order. */
    List<String> toldToPeer(String streamId);

    /** Loses all memory, as a killed process does, and starts again. */
    void crash();

    /** Loses all memory and the state cache, and starts again. */
    void crashWithoutCache();

    /** Lets time pass until deadlines up to now have fired and their commands are decided. */
    void awaitDeadlines(String streamId, int events);

    @Override
    void close();
}
