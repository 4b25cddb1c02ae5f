package daybook.eventlog.http;

import daybook.eventlog.Envelope;
import daybook.eventlog.Service;
import daybook.eventlog.history.History;
import daybook.eventlog.parking.ParkingLot;
import daybook.eventlog.serde.JsonChange;
import daybook.eventlog.serde.RawJson;
import io.quarkus.security.ForbiddenException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened to a stream of this service, and what it was at any time; for staff. */
@Path("/history/{service}/{stream}")
@Blocking
public class HistoryResource {

    private final Service<?, ?, ?> service;
    private final History history;
    private final ParkingLot lot;
    private final Caller caller;

    HistoryResource(Service<?, ?, ?> service, History history, ParkingLot lot, Caller caller) {
        this.service = service;
        this.history = history;
        this.lot = lot;
        this.caller = caller;
    }

    /**
     * An event as the log has it.
     *
     * @param position partition and offset in the service's log
     */
    public record Event(
            long version,
            String type,
            int schema,
            Instant time,
            String position,
            String commandId,
            String correlationId,
            Optional<String> causationId,
            Optional<String> traceparent,
            RawJson data) {

        static Event of(Envelope<?> event) {
            return new Event(
                    event.version(),
                    event.type(),
                    event.schemaVersion(),
                    event.time(),
                    event.position().toString(),
                    event.commandId(),
                    event.correlationId(),
                    event.causationId(),
                    event.traceparent(),
                    RawJson.of(event.event()));
        }
    }

    /**
     * @param next to be given as {@code after} for the next page; null at the end
     * @param stopped entries that cannot be read, and are missing here
     */
    public record Page(
            String stream,
            List<Event> events,
            Optional<Long> next,
            List<ParkingLot.Stopped> stopped) {}

    /**
     * @param note said if nothing had happened yet
     * @param stopped entries that cannot be read, and are missing here
     */
    public record Past(
            String stream,
            long version,
            RawJson state,
            Optional<String> note,
            List<ParkingLot.Stopped> stopped) {}

    @GET
    @Path("/events")
    public Page events(
            String service,
            String stream,
            @QueryParam("after") @DefaultValue("0") long after,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        check(service, stream);
        List<Event> events =
                history.events(stream, after, Paging.limit(limit)).stream().map(Event::of).toList();
        return new Page(
                stream,
                events,
                events.size() < limit ? Optional.empty() : Optional.of(events.getLast().version()),
                lot.stopped(stream));
    }

    /** What is different in the state at one version from that at another. */
    public record Difference(String stream, long from, long to, List<JsonChange> changes) {}

    @GET
    @Path("/changes")
    public Difference changes(
            String service,
            String stream,
            @QueryParam("from") Optional<Long> from,
            @QueryParam("to") Optional<Long> to) {
        check(service, stream);
        if (from.isEmpty() || to.isEmpty()) {
            throw new ProblemException(
                    400, "invalid-question", "Give the two versions, such as ?from=2&to=5");
        }
        return new Difference(
                stream,
                from.get(),
                to.get(),
                JsonChange.between(at(stream, from.get()).state(), at(stream, to.get()).state()));
    }

    private History.Past at(String stream, long version) {
        var past = history.state(stream, version);
        if (version != past.version()) {
            throw ProblemException.notFound(
                    "unknown-version",
                    "'%s' is at version %d; it has no version %d"
                            .formatted(stream, past.version(), version));
        }
        return past;
    }

    /** The state at a version, or at an instant, or now. */
    @GET
    public Past state(
            String service,
            String stream,
            @QueryParam("version") Optional<Long> version,
            @QueryParam("at") Optional<String> at) {
        check(service, stream);
        if (version.isPresent() && at.isPresent()) {
            throw new ProblemException(
                    400, "invalid-question", "Give a version or an instant (at), not both");
        }
        var past =
                version.isPresent()
                        ? at(stream, version.get())
                        : at.isPresent()
                                ? history.state(stream, instant(at.get()))
                                : history.state(stream, Long.MAX_VALUE);
        return new Past(
                stream,
                past.version(),
                RawJson.of(past.state()),
                past.version() == 0
                        ? Optional.of("Nothing had happened to it yet")
                        : Optional.empty(),
                lot.stopped(stream));
    }

    private static Instant instant(String at) {
        try {
            return Instant.parse(at);
        } catch (DateTimeException e) {
            throw new ProblemException(
                    400,
                    "invalid-instant",
                    "at must be an instant like 2026-01-31T12:00:00Z, not '%s'".formatted(at));
        }
    }

    private void check(String asked, String stream) {
        if (!caller.is("operator") && !caller.is("auditor")) {
            throw new ForbiddenException();
        }
        if (!asked.equals(service.name())) {
            throw ProblemException.notFound(
                    "unknown-service", "This is %s, not %s".formatted(service.name(), asked));
        }
        PathId.valid("stream", stream);
    }
}
