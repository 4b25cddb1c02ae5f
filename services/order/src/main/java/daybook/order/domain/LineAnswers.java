package daybook.order.domain;

import java.util.stream.IntStream;

/**
 * What inventory answered for each line of an order. One character a line, because an order of
 * 2,000 lines takes 2,000 answers and each makes a new state: a copied string costs a memcpy, a
 * copied set would not.
 *
 * @param marks {@code ?} no answer yet, {@code +} reserved, {@code -} refused; line 1 comes first
 */
public record LineAnswers(String marks) {

    private static final char OPEN = '?';
    private static final char RESERVED = '+';
    private static final char REFUSED = '-';

    static LineAnswers open(int lines) {
        return new LineAnswers(String.valueOf(OPEN).repeat(lines));
    }

    static LineAnswers allReserved(int lines) {
        return new LineAnswers(String.valueOf(RESERVED).repeat(lines));
    }

    LineAnswers reserved(int line) {
        return marked(line, RESERVED);
    }

    LineAnswers refused(int line) {
        return marked(line, REFUSED);
    }

    boolean has(int line) {
        return line >= 1 && line <= marks.length();
    }

    boolean awaits(int line) {
        return marks.charAt(line - 1) == OPEN;
    }

    boolean complete() {
        return marks.indexOf(OPEN) < 0;
    }

    boolean anyRefused() {
        return marks.indexOf(REFUSED) >= 0;
    }

    /** The lines that inventory refused, in order. */
    IntStream refusedLines() {
        return IntStream.rangeClosed(1, marks.length()).filter(this::refuses);
    }

    /** Whether inventory said that it has nothing set aside for the line. */
    public boolean refuses(int line) {
        return marks.charAt(line - 1) == REFUSED;
    }

    private LineAnswers marked(int line, char mark) {
        var changed = new StringBuilder(marks);
        changed.setCharAt(line - 1, mark);
        return new LineAnswers(changed.toString());
    }
}
