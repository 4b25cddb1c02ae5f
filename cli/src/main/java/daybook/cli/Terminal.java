package daybook.cli;

import daybook.local.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What a command says to the person who typed it. */
final class Terminal implements Progress {

    private static final long MEGABYTE = 1024 * 1024;

    private final Instant began = Instant.now();
    private final PrintWriter out;

    private Terminal(PrintWriter out) {
        this.out = out;
    }

    /**
     * @param spec as picocli has put it into the command
     */
    static Terminal of(@Nullable CommandSpec spec) {
        return new Terminal(Objects.requireNonNull(spec).commandLine().getOut());
    }

    synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void report(String component, String news) {
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1000.0;
        say(String.format(Locale.ROOT, "[%5.1f s] %-11s %s", seconds, component, news));
    }

    static String megabytes(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() / MEGABYTE + " MB" : "-";
    }
}
