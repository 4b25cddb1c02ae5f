package daybook.bench;

import daybook.eventlog.kafka.ShardLoop;
import daybook.eventlog.kafka.ShardSettings;
import daybook.eventlog.state.JdbcStateCache;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/**
 * A service's shard and nothing else, in a process of its own: as it runs inside a service, with
 * the same settings, the same connection pool and the state cache in PostgreSQL.
 */
final class ShardWorker {

    private ShardWorker() {}

    /**
     * @param arguments bootstrap servers, JDBC URL, user, the service's name; the password is in
     *     the environment
     */
    public static void main(String[] arguments) throws Exception {
        Bench.quiet();
        String password = System.getenv("DAYBOOK_BENCH_PASSWORD");
        try (var pool = Lab.pool(arguments[1], arguments[2], password)) {
            var service = Inventory.named(arguments[3]);
            try (var loop =
                    new ShardLoop<>(
                            service,
                            new JdbcStateCache<>(pool, service.states(), service.stateSchema()),
                            Map.of("bootstrap.servers", arguments[0]),
                            ShardSettings.of("1"),
                            InstantSource.system())) {
                loop.start();
                awaitEndOfInput();
            }
        }
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is said but the end.
        }
    }
}
