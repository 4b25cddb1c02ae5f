package daybook.eventlog.kafka;

import daybook.eventlog.Service;
import daybook.eventlog.config.EventLogConfig;
import daybook.eventlog.readmodel.Generation;
import daybook.eventlog.readmodel.GenerationComparison;
import daybook.eventlog.readmodel.Generations;
import daybook.eventlog.readmodel.Projector;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Fills the generation that is not live, if there is one and no other replica does: which one it is
 * stands in the database with a time until when, so that another takes over from one that died.
 * Should two fill it at once, nothing is posted twice, as each batch locks the offsets.
 */
@ApplicationScoped
public class Filler {

    private static final Logger LOG = Logger.getLogger(Filler.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Service<?, ?, ?> service;
    private final Filling.Context context;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Filler(
            Service<?, ?, ?> service,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            EventLogConfig config,
            Generations generations,
            GenerationComparison comparison,
            Projector projector,
            InstantSource clock) {
        this.service = service;
        context =
                new Filling.Context(
                        Map.copyOf(kafka),
                        config.instance(),
                        generations,
                        comparison,
                        projector,
                        clock);
        thread = Thread.ofPlatform().name("filler").daemon().unstarted(this::run);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                try {
                    Optional<Generation> mine = context.generations().claim(context.replica());
                    if (mine.isPresent()) {
                        fill(mine.get());
                    }
                } catch (RuntimeException e) {
                    LOG.warnf("Whether a generation is to be filled is not known: %s", e);
                }
            } while (!closing.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fill(Generation generation) throws InterruptedException {
        LOG.infof("This replica fills generation %d of the read model", generation.number());
        try (var filling = new Filling(service, context, generation)) {
            filling.run(closing);
        } catch (RuntimeException e) {
            // What is live or dropped by now cannot be filled, and that is no trouble.
            String trouble = String.valueOf(e.getMessage());
            if (closing.getCount() > 0
                    && context.generations().failed(generation.number(), trouble)) {
                LOG.warnf("Generation %d waits: %s", generation.number(), trouble);
            }
        }
    }
}
