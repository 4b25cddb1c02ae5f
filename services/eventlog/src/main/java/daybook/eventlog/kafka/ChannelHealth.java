package daybook.eventlog.kafka;

import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether the channels still run that read: one that has failed for good does not begin again by
 * itself. What fails when a command is written is its caller's to know and ends nothing.
 */
@ApplicationScoped
@Liveness
public class ChannelHealth implements HealthCheck {

    private final HealthCenter channels;

    ChannelHealth(HealthCenter channels) {
        this.channels = channels;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("channels").up();
        for (var channel : channels.getLiveness().getChannels()) {
            if (!channel.isOk() && !channel.getChannel().equals("commands")) {
                response.down().withData(channel.getChannel(), channel.getMessage());
            }
        }
        return response.build();
    }
}
