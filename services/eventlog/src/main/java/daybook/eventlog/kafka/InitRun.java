package daybook.eventlog.kafka;

import daybook.eventlog.Service;
import daybook.eventlog.config.InitConfig;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.jboss.logging.Logger;

/**
 * With {@code daybook.init.only=true} the process makes the service's topics and ends, before it
 * joins anything; the schema is there by then, as Flyway runs earlier.
 */
@ApplicationScoped
public class InitRun {

    private static final Logger LOG = Logger.getLogger(InitRun.class);

    private final Service<?, ?, ?> service;
    private final Map<String, Object> kafka;
    private final InitConfig config;

    InitRun(
            Service<?, ?, ?> service,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            InitConfig config) {
        this.service = service;
        this.kafka = kafka;
        this.config = config;
    }

    void run(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        if (!config.only()) {
            return;
        }
        Quarkus.asyncExit(makeTopics() ? 0 : 1);
        // Nothing else starts; Quarkus takes it for the end of the start, and ends as it was told
        // to.
        throw new PreventFurtherStepsException();
    }

    private boolean makeTopics() {
        try {
            List<String> made = new TopicSetup(kafka, config.patience()).apply(plan());
            LOG.infof("%s is set up; topics made: %s", service.name(), made);
            return true;
        } catch (IllegalStateException e) {
            LOG.error(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private List<NewTopic> plan() {
        check("partitions", config.partitions(), Integer.MAX_VALUE);
        check("replication", config.replication(), Short.MAX_VALUE);
        check("min-in-sync", config.minInSync(), config.replication());
        return Topics.plan(
                service.name(), config.partitions(), config.replication(), config.minInSync());
    }

    private static void check(String setting, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalStateException(
                    "daybook.init.%s is %d: set it to 1 to %d".formatted(setting, value, most));
        }
    }
}
