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

/** Runs the shards of this process's service. */
@ApplicationScoped
public class ShardRunner {

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

    ShardLoop<?, ?, ?> loop() {
        return loop;
    }
}
