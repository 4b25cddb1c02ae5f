package daybook.gateway.exchange;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal or failure as the caller sees it: problem+json (RFC 9457).
 *
 * @param code last part of the problem's type, {@code urn:daybook:problem:<code>}
 * @param detail what was wrong with this request and what to do about it
 * @param headers further headers of the answer
 */
public record Problem(
        int status, String code, String title, String detail, Map<String, String> headers) {
    public Problem {
        headers = Map.copyOf(headers);
    }

    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, Map.of());
    }

    public static Problem noRoute() {
        return of(404, "no-route", "No such route", "Nothing is served under this path.");
    }

    /**
     * @param allowed the methods that the path takes, in the order in which they are told
     */
    public static Problem methodNotAllowed(Collection<String> allowed) {
        String methods = String.join(", ", allowed);
        return of(
                        405,
                        "method-not-allowed",
                        "Method not allowed",
                        "This path takes " + methods + ".")
                .with("Allow", methods);
    }

    public static Problem bodyTooLarge(long maxBytes) {
        return of(
                413,
                "body-too-large",
                "Body too large",
                "The body may have at most " + maxBytes + " bytes here.");
    }

    public Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, code, title, detail, more);
    }

    /** Says when to come back: whole seconds, at least one. */
    public Problem retryAfter(Duration delay) {
        long seconds = Math.max(1, Math.ceilDiv(delay.toMillis(), 1000L));
        return with("Retry-After", Long.toString(seconds));
    }

    public String json() {
        return new JsonObject()
                .put("type", "urn:daybook:problem:" + code)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .encode();
    }
}
