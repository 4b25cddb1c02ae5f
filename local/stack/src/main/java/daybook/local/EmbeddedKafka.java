package daybook.local;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;

/** A real broker for tests. */
public final class EmbeddedKafka extends EmbeddedProcess {

    private final KafkaBroker broker;

    private EmbeddedKafka(Layout layout, KafkaBroker broker) throws InterruptedException {
        super(new LocalProcess(layout, broker));
        this.broker = broker;
    }

    /**
     * Starts a broker on free ports.
     *
     * @param directory for its data and log; a directory that a broker has used keeps its records
     */
    public static EmbeddedKafka start(Path directory) throws InterruptedException {
        List<Integer> ports = FreePorts.find(2);
        Layout layout = layoutIn(directory);
        return new EmbeddedKafka(
                layout,
                new KafkaBroker(layout, ports.get(0), ports.get(1), List.of(), Detours.NONE));
    }

    public String bootstrapServers() {
        return broker.bootstrap();
    }

    /** Creates those that do not exist yet. */
    public void createTopics(Collection<NewTopic> topics) {
        broker.createTopics(topics);
    }
}
