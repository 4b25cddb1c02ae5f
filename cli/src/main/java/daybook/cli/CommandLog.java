package daybook.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps warnings and stack traces off the terminal, in a file that is made when there is one. */
final class CommandLog extends Handler {

    private final Path file;

    private CommandLog(Path file) {
        this.file = file;
    }

    static void install(Path file) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new CommandLog(file));
    }

    @Override
    public synchronized void publish(LogRecord record) {
        try {
            Files.createDirectories(file.getParent());
            try (var writer =
                    new PrintWriter(
                            Files.newBufferedWriter(
                                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
                writer.printf(
                        "%s %s [%s] %s%n",
                        record.getInstant(),
                        record.getLevel(),
                        record.getLoggerName(),
                        record.getMessage());
                if (record.getThrown() != null) {
                    record.getThrown().printStackTrace(writer);
                }
            }
        } catch (IOException e) {
            System.err.println("daybook: cannot write " + file + ": " + e.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
