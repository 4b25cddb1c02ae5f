package daybook.eventlog.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Turns away what no column can hold, wherever it stands in a path or a query. */
public class Uris {

    @ServerRequestFilter(preMatching = true)
    void nul(ContainerRequestContext request) {
        if (request.getUriInfo().getRequestUri().toString().contains("%00")) {
            throw new ProblemException(
                    400, "invalid-uri", "A path or a query must not have a NUL character (%00)");
        }
    }
}
