package daybook.cli.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.record.SimpleRecord;

/**
 * What one order leaves in a topic, on average.
 *
 * @param diskBytes on one broker
 */
record PerOrder(String topic, double records, double marks, double diskBytes) {

    /** Each topic of a running system; the log of orders must be among the samples. */
    static List<PerOrder> of(List<TopicSample> samples) {
        double orders = orders(samples);
        return samples.stream()
                .map(sample ->
                        new PerOrder(
                                sample.topic(),
                                sample.recordCount() / orders,
                                sample.markCount() / orders,
                                sample.diskBytes() / orders))
                .toList();
    }

    /** How many orders were placed in all, as far as the sample tells. */
    static double orders(List<TopicSample> samples) {
        return samples.stream()
                .filter(sample -> sample.topic().equals("order.events"))
                .filter(sample -> !sample.records().isEmpty())
                .mapToDouble(sample ->
                        sample.recordCount()
                                * sample.records().stream().filter(PerOrder::placesAnOrder).count()
                                / sample.records().size())
                .sum();
    }

    private static boolean placesAnOrder(SimpleRecord record) {
        return Arrays.stream(record.headers())
                .anyMatch(header ->
                        header.key().equals("ce_type")
                                && new String(header.value(), StandardCharsets.UTF_8)
                                        .equals("order-placed"));
    }

    boolean isLog() {
        return topic.endsWith(".events");
    }

    boolean isInbox() {
        return topic.endsWith(".commands");
    }
}
