package daybook.local;

import java.io.IOException;

/** Signals to processes that this one did not start itself. */
enum Signal {
    /** A JVM's orderly end; Kafka's controlled shutdown. */
    TERM,
    /** PostgreSQL's fast shutdown: sessions are ended, everything is written. */
    INT,
    /** Stands still, as if its machine did; nobody else is told. */
    STOP,
    /** Goes on after a STOP. */
    CONT;

    static void send(Signal signal, ProcessHandle process) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            process.destroy();
        }
    }
}
