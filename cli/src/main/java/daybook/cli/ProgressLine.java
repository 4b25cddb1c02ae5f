package daybook.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One line on standard error that says how far a command is: rewritten in place on a terminal, a
 * new line now and then where it goes to a file.
 */
final class ProgressLine {

    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(10);
    private static final int BAR_WIDTH = 24;

    private final PrintStream err;
    private final boolean terminal;
    private final long begun = System.nanoTime();
    private long shownAt = begun;
    private long notedAt = begun - BETWEEN_NOTES.toNanos();
    private int width;

    ProgressLine(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    static ProgressLine onStandardError() {
        var console = System.console();
        return new ProgressLine(System.err, console != null && console.isTerminal());
    }

    /** Shows the text, unless something was shown a moment ago. */
    synchronized void update(Supplier<String> text) {
        long now = System.nanoTime();
        if (now - shownAt >= (terminal ? ON_TERMINAL : ELSEWHERE).toNanos()) {
            shownAt = now;
            show(text.get());
        }
    }

    /** Something to know, on a line of its own; the first of what comes all at once. */
    synchronized void note(String text) {
        long now = System.nanoTime();
        if (now - notedAt >= BETWEEN_NOTES.toNanos()) {
            notedAt = now;
            clear();
            err.println("  " + text);
        }
    }

    /** How far a log is read. */
    void reading(String log, long read, long of) {
        double fraction = of == 0 ? 1 : Math.min(1, (double) read / of);
        update(() -> "%s reading the log of %s: %,d".formatted(bar(fraction), log, read));
    }

    static String bar(double fraction) {
        int full = (int) (fraction * BAR_WIDTH);
        return "[" + "=".repeat(full) + " ".repeat(BAR_WIDTH - full) + "]";
    }

    private void show(String text) {
        if (terminal) {
            clear();
            err.print("  " + text);
            err.flush();
            width = text.length() + 2;
        } else {
            err.println("  " + text);
        }
    }

    /** Leaves nothing behind. */
    synchronized void clear() {
        if (terminal && width > 0) {
            err.print("\r" + " ".repeat(width) + "\r");
            width = 0;
        }
    }
}
