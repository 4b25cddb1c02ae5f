package daybook.eventlog.testing;

import daybook.eventlog.Message;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Gives a service under test the commands that its peers give it. */
public final class Peer {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CommandSender inbox;

    public Peer(CommandSender inbox) {
        this.inbox = inbox;
    }

    /**
     * Gives a command and waits until it is done.
     *
     * @throws AssertionError if it is refused, parked or not answered in time
     */
    public Answer.Done tell(Message message) {
        var headers =
                new CommandHeaders(
                        message.streamId(),
                        UUID.randomUUID().toString(),
                        "peer-" + message.streamId(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.now());
        Optional<Answer> answer =
                inbox.ask(message, headers, PATIENCE).await().atMost(PATIENCE.multipliedBy(2));
        if (answer.isPresent() && answer.get() instanceof Answer.Done done) {
            return done;
        }
        throw new AssertionError("%s was answered %s".formatted(message, answer));
    }
}
