package daybook.eventlog.kafka;

import daybook.eventlog.Service;
import daybook.eventlog.config.EventLogConfig;
import daybook.eventlog.state.JdbcStateCache;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
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
            InstantSource clock,
            MeterRegistry meters) {
        loop = loop(service, dataSource, kafka, config, clock);
        Gauge.builder("daybook.parked.streams", () -> loop.status().parking().streams())
                .description("streams of this replica's partitions that wait for an operator")
                .register(meters);
        Gauge.builder("daybook.parked.age", () -> age(clock))
                .description("seconds since the oldest command that waits in them was given")
                .baseUnit("seconds")
                .register(meters);
    }

    private long age(InstantSource clock) {
        return loop.status()
                .parking()
                .since()
                .map(since -> Duration.between(since, clock.instant()).toSeconds())
                .orElse(0L);
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
