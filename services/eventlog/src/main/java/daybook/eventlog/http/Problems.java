package daybook.eventlog.http;

import daybook.eventlog.kafka.NotAcceptedException;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what went wrong into problem+json. */
public class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        var response = e.problem().response();
        return e.isPassing() ? response.header("Retry-After", "1").build() : response.build();
    }

    @ServerExceptionMapper
    Response notAccepted(NotAcceptedException e) {
        LOG.warn(e.getMessage());
        return problem(
                ProblemException.passing(
                        503,
                        "not-accepted",
                        "The request could not be written to the log; send it again with the same"
                                + " Idempotency-Key"));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return Problem.of(403, "forbidden", "The roles in your token do not allow this")
                .response()
                .build();
    }

    @ServerExceptionMapper
    Response refusedByTheFramework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        // JAX-RS asks for 404 here, which would hide that the path is right.
        if (e instanceof NotFoundException && e.getCause() != null) {
            return Problem.of(
                            400,
                            "invalid-parameter",
                            "A parameter of the query cannot be read: " + e.getCause().getMessage())
                    .response()
                    .build();
        }
        return Problem.of(status, "http-" + status, String.valueOf(e.getMessage()))
                .response()
                .build();
    }

    @ServerExceptionMapper
    Response bug(RuntimeException e) {
        LOG.error("A request failed", e);
        return Problem.of(
                        500,
                        "internal-error",
                        "Something is wrong on our side; the log has it under the correlation id")
                .response()
                .build();
    }
}
