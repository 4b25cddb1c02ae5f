package daybook.cli.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import daybook.cli.storage.StoragePlan.Load;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

/** The arithmetic, against numbers worked out by hand. */
class StoragePlanTest {

    private static final Machine MACHINE = new Machine(10_000, 2, 1_000);

    /** Ten events and eight commands an order, and another log with twenty. */
    private static final List<PerOrder> ORDERS =
            List.of(
                    new PerOrder("order.events", 10, 2, 5_000),
                    new PerOrder("order.commands", 8, 1, 3_000),
                    new PerOrder("inventory.events", 20, 4, 12_000));

    private static StoragePlan plan(double ordersPerDay, double peak) {
        return new StoragePlan(
                ORDERS,
                1_000,
                new Load(ordersPerDay, 2, 3, peak, Map.of(Query.HISTORY, 0.5)),
                MACHINE);
    }

    @Test
    void sizes_are_those_of_an_order_times_orders_times_copies() {
        assertThat(plan(1_000, 1).diskBytesPerOrder()).isEqualTo(20_000);
        assertThat(plan(1_000, 1).totalDiskBytes()).isEqualTo(20_000.0 * 730_000 * 3);
        assertThat(plan(1_000, 1).localBytes(30)).isEqualTo(20_000.0 * 30_000 * 3);
        assertThat(plan(1_000, 1).tierBytes(30)).isEqualTo(20_000.0 * 700_000);
    }

    @Test
    void a_tier_that_begins_after_the_end_holds_nothing() {
        assertThat(plan(1_000, 1).localBytes(1_000)).isEqualTo(plan(1_000, 1).totalDiskBytes());
        assertThat(plan(1_000, 1).tierBytes(1_000)).isZero();
    }

    @Test
    void partitions_leave_room_for_three_times_the_replicas_that_the_peak_needs() {
        // 864,000 a day are 10 a second; at 100 times that, 8,000 commands a second: 8 replicas.
        assertThat(plan(864_000, 100).busiestCommandsPerSecond()).isCloseTo(8_000, within(1e-6));
        assertThat(plan(864_000, 100).replicas()).isEqualTo(8);
        assertThat(plan(864_000, 100).partitions()).isEqualTo(24);
        assertThat(plan(864_000, 101).partitions()).isEqualTo(48);
        assertThat(plan(1, 1).partitions()).isEqualTo(12);
    }

    @Test
    void recovery_reads_what_the_busiest_log_got_since_the_checkpoint() {
        // 10 orders a second, 20 events each, for 5 s, at 10,000 a second.
        assertThat(plan(864_000, 1).recoverySeconds(Duration.ofSeconds(5)))
                .isCloseTo(0.1, within(1e-9));
        assertThat(plan(1_000, 1).rebuildSeconds()).isCloseTo(1_460, within(1e-9));
    }

    @Test
    void a_history_costs_its_own_events_and_a_trace_all_of_them() {
        assertThat(plan(1_000, 1).cost(Query.ROW)).isEqualTo(new Query.Cost(1, 0, 0));
        assertThat(plan(1_000, 1).cost(Query.HISTORY)).isEqualTo(new Query.Cost(2, 10, 0));
        assertThat(plan(1_000, 1).cost(Query.TRACE).scanned()).isEqualTo(30.0 * 730_000);
        // 500 a day, 10 reads of 2 ms each.
        assertThat(plan(1_000, 1).secondsADay(Query.HISTORY)).isCloseTo(10, within(1e-9));
        assertThat(plan(1_000, 1).secondsADay(Query.TRACE)).isZero();
    }

    @Test
    void marks_of_transactions_are_told_from_records() {
        // Half of the offsets are in the sample; of every five one is a mark.
        var sample =
                new TopicSample(
                        "order.events",
                        2,
                        1_000,
                        80_000,
                        500,
                        Collections.nCopies(400, event("x")));

        assertThat(sample.recordCount()).isEqualTo(800);
        assertThat(sample.markCount()).isEqualTo(200);
        assertThat(sample.batchRecords()).isEqualTo(4);
        assertThat(sample.diskBytesPerRecord()).isEqualTo(100);
    }

    @Test
    void orders_are_counted_by_their_first_event() {
        var placed =
                List.of(event("order-placed"), event("line-reserved"), event("order-reserved"));
        var log = new TopicSample("order.events", 1, 300, 30_000, 3, placed);
        var other = new TopicSample("payment.events", 1, 300, 9_000, 3, placed);

        assertThat(PerOrder.orders(List.of(log, other))).isEqualTo(100);
        assertThat(PerOrder.of(List.of(log, other)))
                .containsExactly(
                        new PerOrder("order.events", 3, 0, 300),
                        new PerOrder("payment.events", 3, 0, 90));
    }

    @Test
    void larger_batches_and_compression_and_cbor_each_make_entries_smaller() {
        List<SimpleRecord> records = Collections.nCopies(200, event("order-placed"));
        double plain = Encodings.bytesPerRecord(records, CompressionType.NONE, 1);

        assertThat(Encodings.bytesPerRecord(records, CompressionType.NONE, 100)).isLessThan(plain);
        assertThat(Encodings.bytesPerRecord(records, CompressionType.ZSTD, 100))
                .isLessThan(Encodings.bytesPerRecord(records, CompressionType.NONE, 100) / 5);
        assertThat(Encodings.bytesPerRecord(Encodings.asCbor(records), CompressionType.NONE, 1))
                .isLessThan(plain);
    }

    @Test
    void sizes_and_times_read_well() {
        assertThat(StorageText.bytes(950)).isEqualTo("950 B");
        assertThat(StorageText.bytes(1_234_000_000)).isEqualTo("1.2 GB");
        assertThat(StorageText.bytes(5e16)).isEqualTo("50 PB");
        assertThat(StorageText.seconds(0.0125)).isEqualTo("12.5 ms");
        assertThat(StorageText.seconds(59)).isEqualTo("59.0 s");
        assertThat(StorageText.seconds(3_600)).isEqualTo("60 min");
        assertThat(StorageText.seconds(72_000)).isEqualTo("20 h");
        assertThat(StorageText.count(2_500_000)).isEqualTo("2.5 M");
    }

    static SimpleRecord event(String type) {
        return new SimpleRecord(
                1,
                "o-1".getBytes(StandardCharsets.UTF_8),
                "{\"currency\":\"GBP\",\"totalMinor\":1995,\"lines\":[1,2,3]}"
                        .getBytes(StandardCharsets.UTF_8),
                new Header[] {new RecordHeader("ce_type", type.getBytes(StandardCharsets.UTF_8))});
    }
}
