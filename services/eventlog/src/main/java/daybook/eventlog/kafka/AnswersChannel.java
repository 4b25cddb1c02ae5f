package daybook.eventlog.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Knows when this replica hears answers: it reads them from where the topic ended when it came. A
 * request before that would be carried out, but its caller would wait in vain for the answer.
 */
@ApplicationScoped
@Identifier("replies")
@Readiness
public class AnswersChannel implements KafkaConsumerRebalanceListener, HealthCheck {

    private volatile boolean listening;

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        // Asking for the position fixes it; until then it is wherever the first fetch finds the
        // end.
        partitions.forEach(consumer::position);
        listening = listening || !partitions.isEmpty();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("answers").status(listening).build();
    }
}
