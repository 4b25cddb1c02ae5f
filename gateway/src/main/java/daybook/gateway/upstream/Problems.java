package daybook.gateway.upstream;

import daybook.gateway.exchange.Problem;
import java.time.Duration;

/** What can go wrong between the caller, the gateway and an upstream. */
final class Problems {
    private Problems() {}

    static Problem upstreamTooSlow(String upstream, Duration timeout) {
        return Problem.of(
                504,
                "upstream-timeout",
                "Service too slow",
                "The service '"
                        + upstream
                        + "' did not answer within "
                        + timeout.toMillis()
                        + " ms. It may have acted all the same: repeat with the same"
                        + " Idempotency-Key, or look first.");
    }

    /** The caller gave up before the route does. */
    static Problem callersDeadline() {
        return Problem.of(
                504,
                "deadline-exceeded",
                "Deadline exceeded",
                "There was no answer by the deadline that "
                        + Deadline.HEADER
                        + " gave. If the request was sent on, it may have been acted on all the"
                        + " same: repeat with the same Idempotency-Key, or look first.");
    }

    static Problem notADeadline() {
        return Problem.of(
                400,
                "bad-deadline",
                "Bad deadline",
                Deadline.HEADER + " must be one whole number of milliseconds.");
    }

    static Problem upstreamBroke(String upstream) {
        return Problem.of(
                502,
                "upstream-broke",
                "Service broke off",
                "The service '"
                        + upstream
                        + "' broke off before it answered. It may have acted all the same: repeat"
                        + " with the same Idempotency-Key, or look first.");
    }

    static Problem callerTooSlow(Duration idle) {
        return Problem.of(
                        408,
                        "request-timeout",
                        "Request too slow",
                        "No byte of the request's body came for "
                                + idle.toMillis()
                                + " ms; send it again.")
                .with("Connection", "close");
    }

    static Problem bodyTooLate(Duration timeout) {
        return Problem.of(
                        408,
                        "request-timeout",
                        "Request too slow",
                        "The request's body was not complete within "
                                + timeout.toMillis()
                                + " ms; send it faster, or less.")
                .with("Connection", "close");
    }

    /** Seen in logs and metrics only; nobody is there to read it. */
    static Problem callerLeft() {
        return Problem.of(499, "caller-left", "Caller left", "The caller closed the connection.");
    }
}
