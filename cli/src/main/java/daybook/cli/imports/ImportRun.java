package daybook.cli.imports;

import daybook.cli.imports.Gateway.Answer;
import daybook.cli.imports.Outcome.End;
import daybook.cli.imports.Plan.PlannedLine;
import daybook.cli.imports.Plan.PlannedOrder;
import daybook.cli.imports.Plan.PlannedReturn;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Does what was planned: receives the stock, then places each order, follows it to its end and
 * books its returns. Every request carries an idempotency key made from the import's name and the
 * invoice, so that all of it can be done again without doing anything twice.
 */
public final class ImportRun {

    /**
     * @param stockFactor how much of the demand is received, rounded down to units per SKU
     * @param ordersPerSecond 0 for as fast as possible
     * @param patience how long an order may stay where it is before it is given up
     */
    public record Settings(
            BigDecimal stockFactor,
            double ordersPerSecond,
            String currency,
            String paymentMethod,
            Duration patience) {

        /**
         * Names what is imported: the same file with the same settings is the same import, however
         * often it is begun; with others it is another one.
         */
        public String importOf(OrderFile file) {
            return String.join(
                    "-",
                    file.digest(),
                    stockFactor.stripTrailingZeros().toPlainString(),
                    currency,
                    paymentMethod);
        }
    }

    private static final int ORDERS_UNDER_WAY = 200;
    private static final Duration FIRST_LOOK = Duration.ofMillis(250);
    private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofSeconds(4);

    private final Gateway gateway;
    private final Plan plan;
    private final String name;
    private final Settings settings;
    private final Journal journal;
    private final Patience.Pauses pauses;
    private final ImportProgress progress;
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    ImportRun(
            Gateway gateway,
            Plan plan,
            String name,
            Settings settings,
            Journal journal,
            Patience.Pauses pauses,
            ImportProgress progress) {
        this.gateway = gateway;
        this.plan = plan;
        this.name = name;
        this.settings = settings;
        this.journal = journal;
        this.pauses = pauses;
        this.progress = progress;
    }

    /**
     * How each order ended, by invoice, and each return, by name.
     *
     * @throws GatewayFailure if the gateway gives no answers for too long
     */
    Map<String, Outcome> run() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                receiveStock(threads);
                placeOrders(threads);
            } catch (GatewayFailure | InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
        return outcomes;
    }

    private void receiveStock(ExecutorService threads) throws InterruptedException {
        List<Future<?>> receipts = new ArrayList<>();
        plan.demand()
                .forEach((sku, units) -> {
                    long received =
                            settings.stockFactor
                                    .multiply(BigDecimal.valueOf(units))
                                    .setScale(0, RoundingMode.DOWN)
                                    .longValueExact();
                    if (received > 0) {
                        receipts.add(threads.submit(() -> receive(sku, received)));
                    }
                });
        awaitAll(receipts);
    }

    private void receive(String sku, long units) {
        String encoded = URLEncoder.encode(sku, StandardCharsets.UTF_8).replace("+", "%20");
        Answer answer =
                gateway.post(
                        "/api/stock/" + encoded + "/receipts",
                        Map.of("quantity", units, "reference", "import " + name),
                        key("stock-" + encoded));
        if (!answer.ok()) {
            throw new GatewayFailure(
                    "%d units of %s could not be received: %s"
                            .formatted(units, sku, answer.problem()));
        }
        progress.received();
    }

    private void placeOrders(ExecutorService threads) throws InterruptedException {
        Map<String, List<PlannedReturn>> returns = plan.returnsByOrder();
        var underWay = new Semaphore(ORDERS_UNDER_WAY);
        List<Future<?>> orders = new ArrayList<>();
        long begun = System.nanoTime();
        for (PlannedOrder order : plan.orders()) {
            keepRate(begun, orders.size());
            underWay.acquire();
            orders.add(
                    threads.submit(() -> {
                        try {
                            fulfil(order, returns.getOrDefault(order.invoice(), List.of()));
                        } finally {
                            underWay.release();
                        }
                    }));
        }
        awaitAll(orders);
    }

    private void keepRate(long begun, int placed) {
        if (settings.ordersPerSecond > 0) {
            long due = begun + (long) (placed / settings.ordersPerSecond * 1e9);
            long early = due - System.nanoTime();
            if (early > 0) {
                pauses.pause(Duration.ofNanos(early));
            }
        }
    }

    private void fulfil(PlannedOrder order, List<PlannedReturn> returns) {
        Outcome outcome = followKnown(order).orElseGet(() -> place(order));
        outcomes.put(order.invoice(), outcome);
        progress.orderEnded(outcome.end());
        for (PlannedReturn planned : returns) {
            Outcome returned = takeBack(planned, outcome);
            outcomes.put(planned.name(), returned);
            progress.returnEnded(returned.end());
        }
    }

    /** Empty unless an earlier run placed the order and the gateway still knows it. */
    private Optional<Outcome> followKnown(PlannedOrder order) {
        return journal.orderId(order.invoice())
                .filter(id -> gateway.get("/api/orders/" + id, Optional.empty()).ok())
                .map(id -> follow(id, Optional.empty()));
    }

    private Outcome place(PlannedOrder order) {
        Answer answer = gateway.post("/api/orders", request(order), key(order.invoice()));
        if (!answer.ok()) {
            return new Outcome(End.REFUSED, answer.problem(), "", order.totalMinor());
        }
        String orderId = answer.body().path("orderId").asText();
        journal.placed(order.invoice(), orderId);
        progress.placed();
        return follow(orderId, answer.position());
    }

    private Map<String, Object> request(PlannedOrder order) {
        List<PlannedLine> lines = order.lines();
        return Map.of(
                "customerId",
                order.customerId(),
                "currency",
                settings.currency,
                "paymentMethod",
                settings.paymentMethod,
                "shipTo",
                Map.of(
                        "name", "Customer " + order.customerId(),
                        "street", "1 Sample Street",
                        "city", "Sampleton",
                        "postcode", "00000",
                        "country", order.country()),
                "lines",
                lines.stream()
                        .map(line ->
                                Map.of(
                                        "sku", line.sku(),
                                        "quantity", line.quantity(),
                                        "unitPriceMinor", line.unitPriceMinor()))
                        .toList());
    }

    private Outcome follow(String orderId, Optional<String> position) {
        Duration look = FIRST_LOOK;
        Duration waited = Duration.ZERO;
        String before = "";
        Optional<String> fresh = position;
        while (true) {
            Answer answer = gateway.get("/api/orders/" + orderId, fresh);
            fresh = Optional.empty();
            String status = answer.ok() ? answer.body().path("status").asText() : answer.problem();
            Optional<End> end = end(status);
            if (end.isPresent()) {
                return new Outcome(
                        end.get(),
                        answer.body().path("reason").asText(""),
                        orderId,
                        answer.body().path("totalMinor").asLong());
            }
            if (!status.equals(before)) {
                before = status;
                look = FIRST_LOOK;
                waited = Duration.ZERO;
            } else if (waited.compareTo(settings.patience) > 0) {
                return new Outcome(
                        End.UNFINISHED,
                        "still %s after %d s".formatted(status, waited.toSeconds()),
                        orderId,
                        answer.body().path("totalMinor").asLong());
            }
            pauses.pause(look);
            waited = waited.plus(look);
            look = look.multipliedBy(3).dividedBy(2);
            look = look.compareTo(LONGEST_BETWEEN_LOOKS) < 0 ? look : LONGEST_BETWEEN_LOOKS;
        }
    }

    private static Optional<End> end(String status) {
        return switch (status) {
            case "COMPLETED" -> Optional.of(End.COMPLETED);
            case "UNPAID" -> Optional.of(End.UNPAID);
            case "REJECTED" -> Optional.of(End.REJECTED);
            case "CANCELLED" -> Optional.of(End.CANCELLED);
            default -> Optional.empty();
        };
    }

    private Outcome takeBack(PlannedReturn planned, Outcome order) {
        long amountMinor = planned.amountMinor();
        String id = order.orderId();
        if (order.end() != End.COMPLETED) {
            return new Outcome(End.NOT_RETURNED, "its order is " + order.end(), id, amountMinor);
        }
        var lines =
                planned.lines().entrySet().stream()
                        .map(line ->
                                Map.of(
                                        "line", line.getKey(),
                                        "quantity", line.getValue().quantity()))
                        .toList();
        Answer answer =
                gateway.post(
                        "/api/orders/" + id + "/returns",
                        Map.of("lines", lines, "reason", "Invoice " + planned.invoice()),
                        key(planned.name()));
        return answer.ok()
                ? new Outcome(End.RETURNED, "", id, amountMinor)
                : new Outcome(End.REFUSED, answer.problem(), id, amountMinor);
    }

    private String key(String part) {
        return "import-" + name + "-" + part;
    }

    private static void awaitAll(List<Future<?>> tasks) throws InterruptedException {
        for (Future<?> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GatewayFailure failure) {
                    throw failure;
                }
                throw new IllegalStateException("a task of the import failed", e.getCause());
            }
        }
    }
}
