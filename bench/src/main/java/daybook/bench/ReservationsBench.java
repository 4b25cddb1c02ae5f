package daybook.bench;

import daybook.contracts.inventory.InventoryCommand;
import daybook.contracts.inventory.InventoryCommand.ReceiveStock;
import daybook.contracts.inventory.InventoryCommand.ReserveStock;
import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.ReservationRefused;
import daybook.contracts.inventory.InventoryEvent.StockReserved;
import daybook.eventlog.shard.Answer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * Reservations of one SKU, each answered when it is durable, with less stock than is asked for:
 * Daybook's inventory against a row that is locked and updated in PostgreSQL, with every pooled
 * connection a client of its own and the best of several numbers of them.
 */
final class ReservationsBench implements Benchmark {

    private static final String SERVICE = "reservations";
    private static final int ROUNDS = 3;
    private static final int IN_FLIGHT = 2_000;
    private static final List<Integer> CONNECTIONS = List.of(1, 4, 16, 64);

    private final int seconds;
    private final int asked;
    private final int stock;

    ReservationsBench(int seconds) {
        this.seconds = seconds;
        asked = Math.max(10_000, seconds * 3_000);
        stock = asked * 9 / 10;
    }

    @Override
    public String name() {
        return "reservations";
    }

    @Override
    public Result run(Progress progress) throws InterruptedException, IOException {
        List<Double> daybook = new ArrayList<>();
        Map<Integer, List<Double>> rowLock = new LinkedHashMap<>();
        try (var lab = new Lab(List.of(SERVICE))) {
            lab.prepare(SERVICE);
            // Both warm up in a round that is not counted.
            for (int round = 0; round <= ROUNDS; round++) {
                String at = round == 0 ? "warming up" : "round %d of %d".formatted(round, ROUNDS);
                progress.at("Daybook, " + at);
                double rate = daybook(lab, "sku-" + round);
                for (int connections : CONNECTIONS) {
                    progress.at("row lock, %d connections, %s".formatted(connections, at));
                    double locked = rowLock(lab, round, connections);
                    if (round > 0) {
                        rowLock.computeIfAbsent(connections, _ -> new ArrayList<>()).add(locked);
                    }
                }
                if (round > 0) {
                    daybook.add(rate);
                }
            }
        } catch (SQLException e) {
            throw new BenchFailure("the row lock could not be measured: " + e.getMessage(), e);
        }
        return result(daybook, rowLock);
    }

    private Result result(List<Double> daybook, Map<Integer, List<Double>> rowLock) {
        double best = rowLock.values().stream().mapToDouble(Stats::middle).max().orElseThrow();
        var result = new Result(name());
        result.ratio(
                "reservations of one SKU per second, of the best row lock's",
                Stats.middle(daybook) / best,
                Optional.of(10.0));
        result.detail(
                "Daybook, %,d in flight       %s".formatted(IN_FLIGHT, Stats.spread(daybook)));
        rowLock.forEach((connections, rates) ->
                result.detail(
                        "row lock, %2d connections      %s"
                                .formatted(connections, Stats.spread(rates))));
        result.detail(
                "%,d asked for %,d units each time; exactly those were promised"
                        .formatted(asked, stock));
        return result;
    }

    private double daybook(Lab lab, String sku) throws InterruptedException, IOException {
        var service = Inventory.named(SERVICE);
        try (var shard = lab.shard(SERVICE);
                var client = new Client<>(lab, service)) {
            // A shard of its own each time; its first answers come when it is warm.
            client.await(client.ask(sku + "-warm", new ReceiveStock(asked, "bench")));
            reserve(client, sku + "-warm", asked / 3);
            client.await(client.ask(sku, new ReceiveStock(stock, "bench")));
            long began = System.nanoTime();
            reserve(client, sku, asked);
            double rate = asked / ((System.nanoTime() - began) / 1e9);
            shard.check();
            checkNothingOversold(lab, sku);
            return rate;
        }
    }

    private static void reserve(Client<InventoryCommand> client, String sku, int count)
            throws InterruptedException {
        var slots = new Semaphore(IN_FLIGHT);
        List<CompletableFuture<Answer>> answers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slots.acquire();
            var answer = client.ask(sku, new ReserveStock(UUID.randomUUID().toString(), 1, 1));
            answers.add(answer.whenComplete((_, _) -> slots.release()));
        }
        for (var answer : answers) {
            Answer known = client.await(answer);
            if (!(known instanceof Answer.Done)) {
                throw new BenchFailure("a reservation was answered " + known);
            }
        }
    }

    private void checkNothingOversold(Lab lab, String sku) {
        long reserved = 0;
        long refused = 0;
        for (InventoryEvent event : new Events(lab, Inventory.named(SERVICE)).of(sku)) {
            reserved += event instanceof StockReserved(_, _, int units) ? units : 0;
            refused += event instanceof ReservationRefused ? 1 : 0;
        }
        if (reserved != stock || refused != asked - stock) {
            throw new BenchFailure(
                    "of %d units %d were reserved and %d of %d reservations refused"
                            .formatted(stock, reserved, refused, asked));
        }
    }

    /** Updates by as many clients as there are connections, for a while. */
    private double rowLock(Lab lab, int round, int connections)
            throws SQLException, InterruptedException {
        String sku = "%d/%d".formatted(round, connections);
        int stocked = 1_000_000_000;
        try (var pool = lab.pool(SERVICE, connections);
                var clients = Executors.newFixedThreadPool(connections)) {
            prepare(pool, sku, stocked);
            long began = System.nanoTime();
            long limit = began + seconds * 1_000_000_000L / CONNECTIONS.size();
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                work.add(() -> buy(pool, sku, limit));
            }
            long sold = 0;
            for (Future<Long> client : clients.invokeAll(work)) {
                sold += client.resultNow();
            }
            double rate = sold / ((System.nanoTime() - began) / 1e9);
            if (stocked - available(pool, sku) != sold) {
                throw new BenchFailure("the row lock lost or invented a reservation");
            }
            return rate;
        }
    }

    private static void prepare(DataSource pool, String sku, int stocked) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var insert =
                        connection.prepareStatement(
                                "INSERT INTO stock (sku, available) VALUES (?, ?)")) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS stock (sku text PRIMARY KEY, available integer NOT"
                            + " NULL)");
            insert.setString(1, sku);
            insert.setInt(2, stocked);
            insert.executeUpdate();
        }
    }

    private static long buy(DataSource pool, String sku, long limit) throws SQLException {
        long sold = 0;
        try (var connection = pool.getConnection();
                var update =
                        connection.prepareStatement(
                                "UPDATE stock SET available = available - ? WHERE sku = ? AND"
                                        + " available >= ?")) {
            update.setInt(1, 1);
            update.setString(2, sku);
            update.setInt(3, 1);
            while (System.nanoTime() < limit) {
                sold += update.executeUpdate();
            }
        }
        return sold;
    }

    private static int available(DataSource pool, String sku) throws SQLException {
        try (var connection = pool.getConnection();
                var select =
                        connection.prepareStatement("SELECT available FROM stock WHERE sku = ?")) {
            select.setString(1, sku);
            var row = select.executeQuery();
            row.next();
            return row.getInt(1);
        }
    }
}
