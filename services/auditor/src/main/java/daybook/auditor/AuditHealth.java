package daybook.auditor;

import daybook.audit.Finding;
import daybook.audit.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Whether the logs are sound, and whether the auditor can tell. */
@ApplicationScoped
public class AuditHealth {

    private static final String NAME = "audit";

    private final AuditLoop loop;
    private final AuditorConfig config;

    AuditHealth(AuditLoop loop, AuditorConfig config) {
        this.loop = loop;
        this.config = config;
    }

    /**
     * No, if only a new process helps: neither broken logs nor a Kafka that is away are mended by
     * one.
     */
    @Produces
    @Liveness
    @ApplicationScoped
    HealthCheck alive() {
        return () -> HealthCheckResponse.named(NAME).status(loop.isAlive()).build();
    }

    /** No, if something is broken or the auditor has not been able to tell for long. */
    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck ready() {
        return () -> ready(loop.status(), Instant.now(), config.overdue());
    }

    static HealthCheckResponse ready(AuditStatus status, Instant now, Duration overdue) {
        boolean sound =
                status.verdict()
                        .filter(Verdict::clean)
                        .filter(verdict -> verdict.at().plus(overdue).isAfter(now))
                        .isPresent();
        var response = HealthCheckResponse.named(NAME).status(sound);
        status.verdict()
                .ifPresentOrElse(
                        verdict -> describe(verdict, response),
                        () -> response.withData("last round", "none yet"));
        if (!status.trouble().isEmpty()) {
            response.withData("trouble", status.trouble());
        }
        return response.build();
    }

    private static void describe(Verdict verdict, HealthCheckResponseBuilder response) {
        response.withData("last round", verdict.at().toString())
                .withData("events", verdict.events())
                .withData("orders in flight", verdict.openOrders())
                .withData("findings", verdict.broken());
        verdict.first().ifPresent(first -> name(first, response));
    }

    /** The first offending event. */
    private static void name(Finding first, HealthCheckResponseBuilder response) {
        response.withData("first rule", first.rule().code())
                .withData("first service", first.log())
                .withData("first stream", first.streamId())
                .withData("first position", first.position())
                .withData("first at", first.at().toString())
                .withData("first detail", first.detail());
    }
}
