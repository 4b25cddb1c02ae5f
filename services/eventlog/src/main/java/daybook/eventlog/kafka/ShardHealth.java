package daybook.eventlog.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * What an orchestrator asks about the shards. Whether to restart the process is one question, and
 * whether to send it requests is another: a broker or a database that is away answers neither with
 * no, since a restart does not mend it and every other replica has it too.
 */
@ApplicationScoped
public class ShardHealth {

    private static final String NAME = "event log";

    private final ShardRunner runner;

    ShardHealth(ShardRunner runner) {
        this.runner = runner;
    }

    /** No, if only a new process helps. */
    @Produces
    @Liveness
    @ApplicationScoped
    HealthCheck alive() {
        return () -> response(runner.loop().isAlive());
    }

    /** No, until the log was read back for the first time. */
    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck ready() {
        return () -> response(runner.loop().wasActive());
    }

    private HealthCheckResponse response(boolean up) {
        ShardLoop.Status status = runner.loop().status();
        var response =
                HealthCheckResponse.named(NAME)
                        .status(up)
                        .withData("life", status.life().name())
                        .withData("turned", status.turned().toString());
        if (!status.trouble().isEmpty()) {
            response.withData("trouble", status.trouble());
        }
        for (ShardLoop.Restoring restoring : status.restoring()) {
            response.withData(
                    "partition " + restoring.partition(),
                    "at %d of %d".formatted(restoring.position(), restoring.end()));
        }
        return response.build();
    }
}
