package daybook.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One member of the stack: a program that runs as a process of its own. */
interface Component {

    /** Names its log, its process record and its line in the status. */
    String name();

    /** The ports on 127.0.0.1 that it listens on; the first is the one that people use. */
    List<Integer> ports();

    /** What the build must have made. */
    Path built();

    /** What it usually holds resident once it is warm, in megabytes. */
    int memoryMegabytes();

    /**
     * Makes ready what the process needs (unpacked archives, configuration) and says how to run it.
     *
     * @param progress told what takes long
     */
    Program prepare(Consumer<String> progress) throws IOException, InterruptedException;

    /** Whether it answers requests now; bounded to a few seconds. */
    boolean ready();

    /** Whether its start is over. What it has to do then, nobody waits for. */
    default boolean started() {
        return ready();
    }

    /** Asks it to end cleanly. */
    default Signal stopSignal() {
        return Signal.TERM;
    }

    /** How long it may take to end cleanly. */
    default Duration stopLimit() {
        return Duration.ofSeconds(20);
    }

    /** Puts into the running component what others expect to find there; may be repeated. */
    default void furnish() {}
}
