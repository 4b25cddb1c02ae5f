package daybook.eventlog.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** One id for all that a client's request leads to: given by the gateway, or made here. */
public class Correlation {

    public static final String HEADER = "Correlation-Id";

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @ServerRequestFilter(preMatching = true)
    void begin(ContainerRequestContext request) {
        String given = request.getHeaderString(HEADER);
        String id =
                given != null && WELL_FORMED.matcher(given).matches()
                        ? given
                        : UUID.randomUUID().toString();
        request.getHeaders().putSingle(HEADER, id);
        MDC.put("correlationId", id);
    }

    @ServerResponseFilter
    void end(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(HEADER, request.getHeaderString(HEADER));
    }

    /** The request's id. */
    public static String of(HttpHeaders headers) {
        return headers.getHeaderString(HEADER);
    }
}
