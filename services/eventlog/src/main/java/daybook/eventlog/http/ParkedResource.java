package daybook.eventlog.http;

import daybook.eventlog.Message;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.CommandCodec;
import daybook.eventlog.parking.DryRun;
import daybook.eventlog.parking.ParkingLot;
import daybook.eventlog.shard.Act;
import daybook.eventlog.shard.Control;
import daybook.eventlog.state.ParkedStreams;
import io.quarkus.security.ForbiddenException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parking lot of this service. Auditors look at it; what operators do goes through the stream's
 * own inbox and stands in its log.
 */
@Path("/parked/{service}")
@Blocking
public class ParkedResource {

    private static final int LONGEST_REASON = 500;

    private final Service<?, ?, ?> service;
    private final ParkingLot lot;
    private final Commands commands;
    private final Caller caller;

    ParkedResource(Service<?, ?, ?> service, ParkingLot lot, Commands commands, Caller caller) {
        this.service = service;
        this.lot = lot;
        this.commands = commands;
        this.caller = caller;
    }

    /**
     * @param next to be given as {@code after} for the next page; absent at the end
     */
    public record Page(List<ParkedStreams.Row> streams, Optional<String> next) {}

    /**
     * @param count how many commands the operator saw
     * @param last the last of them
     */
    public record Redrive(int count, String last, String why) {}

    /** One of both: a command that waits, or the log's entry at which the stream has stopped. */
    public record Discard(Optional<String> command, Optional<Long> entry, String why) {}

    @GET
    public Page list(
            String service,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        mayLook(service);
        var streams = lot.list(after, Paging.limit(limit));
        return new Page(
                streams,
                streams.size() < limit
                        ? Optional.empty()
                        : Optional.of(streams.getLast().streamId()));
    }

    @GET
    @Path("/{stream}")
    public ParkingLot.View inspect(String service, String stream) {
        mayLook(service);
        return lot.inspect(stream);
    }

    /** What a redrive would do; nothing is changed. */
    @GET
    @Path("/{stream}/dry-run")
    public DryRun dryRun(String service, String stream) {
        mayLook(service);
        return lot.dryRun(stream);
    }

    @POST
    @Path("/{stream}/redrive")
    public Uni<Response> redrive(
            String service, String stream, @Context HttpHeaders http, Redrive request) {
        mayAct(service);
        if (request.count() < 1) {
            throw new ProblemException(
                    400, "invalid-queue", "count and last must be as the dry run gave them");
        }
        return act(
                stream,
                new Control.Redrive(
                        caller.subject(), reason(request.why()), request.count(), request.last()),
                request,
                http);
    }

    @POST
    @Path("/{stream}/discard")
    public Uni<Response> discard(
            String service, String stream, @Context HttpHeaders http, Discard request) {
        mayAct(service);
        String why = reason(request.why());
        if (request.command().isPresent() == request.entry().isPresent()) {
            throw new ProblemException(
                    400, "invalid-discard", "Name a command or an entry of the log, one of both");
        }
        request.entry().ifPresent(offset -> lot.checkStopped(stream, offset));
        Control control =
                request.command()
                        .<Control>map(id -> new Control.Discard(caller.subject(), why, id))
                        .orElseGet(() ->
                                new Control.PassOver(
                                        caller.subject(), why, request.entry().orElseThrow()));
        return act(stream, control, request, http);
    }

    private Uni<Response> act(String stream, Control control, Object request, HttpHeaders http) {
        Message message = CommandCodec.message(service.name(), stream, control);
        URI location =
                UriBuilder.fromPath("/parked/{service}/{stream}").build(service.name(), stream);
        return commands.send(
                        message,
                        request,
                        http,
                        lot.partition(stream),
                        new Commands.OnDone(200, location, _ -> Map.of()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::withAct);
    }

    /** What was done stands in the log, so that a repeated request is answered the same. */
    private Response withAct(Response response) {
        Optional<Act> act =
                Optional.ofNullable(response.getHeaderString(Freshness.HEADER))
                        .flatMap(Position::parse)
                        .map(lot::act);
        return act.isPresent()
                ? Response.fromResponse(response).entity(act.get()).build()
                : response;
    }

    private static String reason(String why) {
        if (why.isBlank() || why.length() > LONGEST_REASON) {
            throw new ProblemException(
                    400,
                    "invalid-reason",
                    "why must say in 1 to %d characters why you do this".formatted(LONGEST_REASON));
        }
        return why;
    }

    private void mayLook(String asked) {
        if (!caller.is("operator") && !caller.is("auditor")) {
            throw new ForbiddenException();
        }
        if (!asked.equals(service.name())) {
            throw ProblemException.notFound(
                    "unknown-service", "This is %s, not %s".formatted(service.name(), asked));
        }
    }

    private void mayAct(String asked) {
        if (!caller.is("operator")) {
            throw new ForbiddenException();
        }
        mayLook(asked);
    }
}
