package daybook.eventlog.http;

import daybook.eventlog.Service;
import daybook.eventlog.readmodel.Generation;
import daybook.eventlog.readmodel.GenerationSwitch;
import daybook.eventlog.readmodel.Generations;
import io.quarkus.security.ForbiddenException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The generations of this service's read model: rebuilt, switched to and dropped by operators. */
@Path("/projections/{service}")
@Blocking
public class ProjectionResource {

    private static final int FASTEST = 1_000_000;

    private final Service<?, ?, ?> service;
    private final Generations generations;
    private final GenerationSwitch generationSwitch;
    private final Caller caller;

    ProjectionResource(
            Service<?, ?, ?> service,
            Generations generations,
            GenerationSwitch generationSwitch,
            Caller caller) {
        this.service = service;
        this.generations = generations;
        this.generationSwitch = generationSwitch;
        this.caller = caller;
    }

    public record Projections(String service, List<Generation> generations) {}

    /**
     * @param throttle how many entries of the log a second are posted at most
     */
    public record RebuildRequest(Optional<Integer> throttle) {}

    /**
     * @param acceptDifferences whether rows may differ from the live ones, or be not compared
     */
    public record SwitchRequest(Optional<Boolean> acceptDifferences) {}

    @GET
    public Projections list(String service) {
        check(service);
        return new Projections(service, generations.all());
    }

    /** Makes an empty generation, which a replica then fills. */
    @POST
    @ResponseStatus(201)
    public Generation rebuild(String service, RebuildRequest request) {
        check(service);
        request.throttle()
                .filter(perSecond -> perSecond < 1 || perSecond > FASTEST)
                .ifPresent(perSecond -> {
                    throw new ProblemException(
                            400,
                            "invalid-throttle",
                            "throttle must be 1 to %d entries a second, not %d"
                                    .formatted(FASTEST, perSecond));
                });
        return generations.rebuild(caller.subject(), request.throttle());
    }

    @POST
    @Path("/{generation}/switch")
    public Projections switchTo(String service, int generation, SwitchRequest request) {
        check(service);
        generationSwitch.to(
                generation, caller.subject(), request.acceptDifferences().orElse(false));
        return list(service);
    }

    @DELETE
    @Path("/{generation}")
    public Projections drop(String service, int generation) {
        check(service);
        generations.drop(generation, caller.subject());
        return list(service);
    }

    private void check(String asked) {
        if (!caller.is("operator")) {
            throw new ForbiddenException();
        }
        if (!asked.equals(service.name())) {
            throw ProblemException.notFound(
                    "unknown-service", "This is %s, not %s".formatted(service.name(), asked));
        }
    }
}
