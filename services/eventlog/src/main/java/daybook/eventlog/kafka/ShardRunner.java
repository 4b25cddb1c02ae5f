package daybook.eventlog.kafka;

import daybook.eventlog.Service;
import daybook.eventlog.config.EventLogConfig;
import daybook.eventlog.state.JdbcStateCache;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Runs the shards of this process's service, and says whether they are ready. */
@ApplicationScoped
@Readiness
public class ShardRunner implements HealthCheck {

    private final ShardLoop<?, ?, ?> loop;

    ShardRunner(
            Service<?, ?, ?> service,
            AgroalDataSource dataSource,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            EventLogConfig config,
            InstantSource clock) {
        loop = loop(service, dataSource, kafka, config, clock);
    }

    private static <C, S, E> ShardLoop<C, S, E> loop(
            Service<C, S, E> service,
            AgroalDataSource dataSource,
            Map<String, Object> kafka,
            EventLogConfig config,
            InstantSource clock) {
        return new ShardLoop<>(
                service,
                new JdbcStateCache<>(dataSource, service.states(), service.stateSchema()),
                kafka,
                ShardSettings.of(config.instance()),
                clock);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.close();
    }

    @Override
    public HealthCheckResponse call() {
        var life = loop.life();
        return HealthCheckResponse.named("event log")
                .status(life == ShardLoop.Life.ACTIVE)
                .withData("life", life.name())
                .withData("trouble", loop.trouble())
                .build();
    }
}
