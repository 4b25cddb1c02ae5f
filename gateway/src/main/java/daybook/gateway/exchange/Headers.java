package daybook.gateway.exchange;

import daybook.gateway.route.HeaderEdits;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which headers pass the gateway. Hop-by-hop ones do not, including those that {@code Connection}
 * names (RFC 9110 §7.6.1), nor do claims from outside about who or where the caller is, nor
 * overrides of the method or path that was authorised.
 */
public final class Headers {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy", // becomes HTTP_PROXY in CGI programs
                    "proxy-connection",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings");

    /** Set anew by the gateway or its client, or already dealt with. */
    private static final Set<String> OURS = Set.of("host", "expect", "correlation-id");

    /** What would change who a caller is, or where a body ends. */
    private static final Set<String> FIXED =
            Set.of(
                    "authorization",
                    "www-authenticate",
                    "authentication-info",
                    "content-length",
                    "content-encoding",
                    "x-content-type-options",
                    "ratelimit",
                    "ratelimit-policy",
                    "server");

    private static final Set<String> CLAIMS =
            Set.of(
                    "forwarded",
                    "remote-user",
                    "true-client-ip",
                    "cf-connecting-ip",
                    "x-real-ip",
                    "x-client-ip",
                    "x-cluster-client-ip",
                    "x-http-method",
                    "x-http-method-override",
                    "x-method-override",
                    "x-rewrite-url");

    private static final List<String> CLAIM_PREFIXES =
            List.of(
                    "x-forwarded-",
                    "x-original-",
                    "x-remote-",
                    "x-user",
                    "x-auth",
                    "x-tenant",
                    "x-role",
                    "x-group",
                    "x-subject",
                    "x-client-cert",
                    "x-ssl-",
                    "ssl-client-",
                    "x-internal-",
                    "x-mirrored",
                    "x-envoy-");

    private static final Set<String> NO_BODY_EXPECTED = Set.of("GET", "HEAD", "DELETE", "OPTIONS");

    private static final Set<String> HIDDEN = Set.of("server", "x-powered-by", "correlation-id");

    private Headers() {}

    /** Copies the headers of a request that the upstream may see. */
    public static void copyRequest(MultiMap from, MultiMap to) {
        Set<String> dropped = namedByConnection(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!name.startsWith(":") && !dropped.contains(name) && reachesUpstream(name)) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /** Copies the headers of an upstream's answer that the caller may see. */
    public static void copyAnswer(MultiMap from, MultiMap to) {
        Set<String> dropped = namedByConnection(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!name.startsWith(":")
                    && !HOP_BY_HOP.contains(name)
                    && !HIDDEN.contains(name)
                    && !dropped.contains(name)) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /**
     * Whether a request comes with a body; without reading it, since that may still be under way.
     */
    public static boolean announcesBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length != null) {
            return !length.equals("0");
        }
        if (request.version() == HttpVersion.HTTP_2) {
            return !NO_BODY_EXPECTED.contains(request.method().name());
        }
        return request.headers().contains("Transfer-Encoding");
    }

    /** Whether a text can be a header's name (RFC 9110 §5.1). */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether a header of this name is passed on, if {@code Connection} does not say otherwise. */
    public static boolean reachesUpstream(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !HOP_BY_HOP.contains(lower)
                && !OURS.contains(lower)
                && lower.indexOf('_') < 0 // many servers read it as a hyphen
                && !isClaim(lower);
    }

    /** Whether a routes file may set or remove a header of this name. */
    public static boolean mayBeEdited(String name) {
        return reachesUpstream(name) && !FIXED.contains(name.toLowerCase(Locale.ROOT));
    }

    public static void edit(MultiMap headers, HeaderEdits edits) {
        edits.remove().forEach(headers::remove);
        edits.set().forEach(headers::set);
    }

    /** Whether the sender closes the connection after this message. */
    public static boolean endsConnection(MultiMap headers) {
        return namedByConnection(headers).contains("close");
    }

    private static boolean isClaim(String name) {
        return CLAIMS.contains(name) || CLAIM_PREFIXES.stream().anyMatch(name::startsWith);
    }

    private static Set<String> namedByConnection(MultiMap headers) {
        List<String> lines = headers.getAll("Connection");
        if (lines.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String line : lines) {
            for (String name : line.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        // a length belongs to the body, whatever a caller calls it
        names.remove("content-length");
        return names;
    }
}
