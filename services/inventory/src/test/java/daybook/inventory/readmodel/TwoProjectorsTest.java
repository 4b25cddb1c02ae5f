package daybook.inventory.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.StockReceived;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.readmodel.Projector;
import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two replicas that both think a partition theirs, as while it moves from one to the other. */
@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "inventory"),
            @ResourceArg(name = "peers", value = "order")
        })
class TwoProjectorsTest {

    /** None that the log has, so that nobody else posts it. */
    private static final int PARTITION = 1_000;

    private static final String SKU = "MOVED";

    @Inject Projector projector;

    @Test
    void no_event_is_posted_twice_and_none_backwards() throws Exception {
        post(0, 2);
        try (var replicas = Executors.newFixedThreadPool(2)) {
            var old =
                    replicas.submit(() -> {
                        post(2, 12);
                        post(12, 16);
                        return true;
                    });
            var next =
                    replicas.submit(() -> {
                        post(2, 20);
                        return true;
                    });
            assertThat(old.get() && next.get()).isTrue();
        }
        post(5, 9);

        Http.as("walter", "warehouse")
                .header("Daybook-Position", new Position(PARTITION, 19).toString())
                .get("/stock/" + SKU)
                .then()
                .statusCode(200)
                .body("received", equalTo(20))
                .body("version", equalTo(20));
    }

    private void post(int from, int to) throws Exception {
        List<Envelope<InventoryEvent>> events =
                IntStream.range(from, to).mapToObj(TwoProjectorsTest::received).toList();
        var next = new TreeMap<Integer, Long>();
        next.put(PARTITION, (long) to);
        try {
            VertxContextSupport.subscribeAndAwait(() -> projector.post(events, next));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static Envelope<InventoryEvent> received(int offset) {
        return new Envelope<>(
                SKU,
                offset + 1,
                "stock-received",
                1,
                Instant.EPOCH,
                "command",
                "correlation",
                Optional.empty(),
                Optional.empty(),
                new Position(PARTITION, offset),
                new StockReceived(1, "DN"));
    }
}
