package daybook.cli.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** The arithmetic against a real broker. */
class StorageCheckTest {

    @Test
    void a_broker_stores_what_was_computed() throws Exception {
        var sample =
                new TopicSample(
                        "order.events",
                        1,
                        500,
                        40_000,
                        500,
                        Collections.nCopies(400, StoragePlanTest.event("order-placed")));

        StorageCheck.Result result;
        try (var check = new StorageCheck()) {
            result = check.run(sample, _ -> {});
        }

        assertThat(result.batch()).isEqualTo(4);
        assertThat(result.sizes())
                .hasSize(3)
                .allSatisfy(size ->
                        assertThat(size.predicted() / size.measured()).isCloseTo(1, within(0.05)));
        assertThat(result.machine().scannedPerSecond()).isPositive();
        assertThat(result.machine().pointReadMillis()).isPositive();
    }
}
