package daybook.eventlog;

import java.util.List;

/** What became of a command: events, or a refusal. */
public sealed interface Decision<E> {

    /** The command is accepted; no events mean that it changes nothing. */
    record Accepted<E>(List<E> events) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * The caller asked for what cannot be. Nothing happens; the refusal is the command's answer
     * from now on.
     *
     * @param code stable, kebab-case, for programs
     * @param detail one sentence for people, naming what was wrong
     */
    record Rejected<E>(Reason reason, String code, String detail) implements Decision<E> {}

    /** Whose fault a refusal is, so that one place can turn it into a status. */
    enum Reason {
        /** The command itself makes no sense (HTTP 422). */
        INVALID,
        /** There is no such stream, or the caller may not know of it (HTTP 404). */
        NOT_FOUND,
        /** The command does not fit the stream's present state (HTTP 409). */
        CONFLICT,
        /** The stream is not at the version that the caller expected (HTTP 412). */
        STALE
    }

    @SafeVarargs
    static <E> Decision<E> accept(E... events) {
        return new Accepted<>(List.of(events));
    }

    static <E> Decision<E> accept(List<E> events) {
        return new Accepted<>(events);
    }

    /** Accepted, but there is nothing to do. */
    static <E> Decision<E> unchanged() {
        return new Accepted<>(List.of());
    }

    static <E> Decision<E> invalid(String code, String detail) {
        return new Rejected<>(Reason.INVALID, code, detail);
    }

    static <E> Decision<E> notFound(String code, String detail) {
        return new Rejected<>(Reason.NOT_FOUND, code, detail);
    }

    static <E> Decision<E> conflict(String code, String detail) {
        return new Rejected<>(Reason.CONFLICT, code, detail);
    }
}
