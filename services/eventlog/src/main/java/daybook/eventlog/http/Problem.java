package daybook.eventlog.http;

import jakarta.ws.rs.core.Response;

/**
 * What an error answer says (RFC 9457).
 *
 * @param type {@code urn:daybook:problem:} and a stable code for programs
 * @param detail one sentence for people, naming what was wrong
 */
public record Problem(String type, String title, int status, String detail) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(int status, String code, String detail) {
        var known = Response.Status.fromStatusCode(status);
        return new Problem(
                "urn:daybook:problem:" + code,
                known == null ? "Error" : known.getReasonPhrase(),
                status,
                detail);
    }

    /** The problem as a response. */
    public Response.ResponseBuilder response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }
}
