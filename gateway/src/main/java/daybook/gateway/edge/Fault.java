package daybook.gateway.edge;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Problem;
import java.util.Optional;

/**
 * What is wrong with bytes that are no request. {@link Framing} puts a request for {@link #target}
 * in their place, so that the refusal takes its turn among the answers of its connection; a caller
 * who asks for such a target by himself is refused just as well.
 */
public enum Fault {
    MALFORMED(
            400,
            "malformed-request",
            "Malformed request",
            "The request line or a header breaks the grammar of RFC 9112, or leaves open where the"
                    + " body ends."),
    TARGET_TOO_LONG(
            414, "target-too-long", "Target too long", "The request line is too long; shorten it."),
    HEAD_TOO_LARGE(
            431,
            "headers-too-large",
            "Headers too large",
            "The headers are too many or too long together; send less."),
    VERSION(
            505,
            "http-version",
            "HTTP version not supported",
            "Use HTTP/1.1, HTTP/1.0, or HTTP/2 from the first byte on."),
    TIMEOUT(
            408,
            "header-timeout",
            "Header too slow",
            "The request's head was not complete in time; send it again.");

    /** No such path passes {@code Accept}. */
    private static final String PREFIX = "/%00";

    private final Problem problem;

    Fault(int status, String code, String title, String detail) {
        problem = Problem.of(status, code, title, detail).with("Connection", "close");
    }

    String target() {
        return PREFIX + name();
    }

    /** The refusal of a request that {@link Framing} has put in the place of a bad one. */
    public static Optional<Answer> refusal(String uri) {
        if (!uri.startsWith(PREFIX)) {
            return Optional.empty();
        }
        for (Fault fault : values()) {
            if (uri.equals(fault.target())) {
                return Optional.of(new Answer.Refused(fault.problem, false));
            }
        }
        return Optional.empty();
    }
}
