package daybook.cli.imports;

/** The file is not what it should be; nothing was done with it. */
public final class BadFileException extends Exception {

    private static final long serialVersionUID = 1L;

    BadFileException(String message) {
        super(message);
    }

    BadFileException(long line, String problem) {
        super("line %d: %s".formatted(line, problem));
    }
}
