package daybook.cli.faults;

import daybook.cli.faults.Attempt.Outcome;
import daybook.cli.faults.Operation.Adjust;
import daybook.cli.faults.Operation.Cancel;
import daybook.cli.faults.Operation.Command;
import daybook.cli.faults.Operation.GiveBack;
import daybook.cli.faults.Operation.LookAtOrder;
import daybook.cli.faults.Operation.LookAtStock;
import daybook.cli.faults.Operation.Place;
import daybook.cli.faults.Operation.Receive;
import daybook.cli.faults.Operation.Repeat;
import daybook.cli.faults.Operation.Reuse;
import daybook.cli.faults.Workload.Planned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Carries a plan out, one operation after the other, and remembers what it was told. */
final class Client {

    private static final int ATTEMPTS = 4;
    private static final long MILLIS_BETWEEN_ATTEMPTS = 700;
    private static final String FIRST_VERSION = "\"1\"";

    private final int number;
    private final long seed;
    private final Wire wire;
    private final Map<Integer, Request> commands = new LinkedHashMap<>();

    /** The last position that it was told of each stream. */
    private final Map<String, String> positions = new HashMap<>();

    Client(int number, long seed, Wire wire) {
        this.number = number;
        this.seed = seed;
        this.wire = wire;
    }

    /** Every command that it has sent, as it was sent. */
    Collection<Request> commands() {
        return List.copyOf(commands.values());
    }

    /**
     * @param began the plan's zero, as {@link System#nanoTime} has it
     */
    void run(List<Planned> plan, long began) throws IOException, InterruptedException {
        for (Planned planned : plan) {
            long wait = began + planned.at().toNanos() - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            perform(planned.number(), planned.operation());
        }
    }

    void perform(int operation, Operation what) throws IOException, InterruptedException {
        switch (what) {
            case Command command -> begin(operation, command);
            case Repeat(int earlier) -> send(request(earlier).by(operation), ATTEMPTS);
            case Reuse(int earlier) -> {
                // Only of a command that is known to be decided: the first to come is the one.
                Request first = request(earlier);
                if (wire.send(first.by(operation)).outcome().definite()) {
                    wire.send(first.reused(operation, other(first)));
                }
            }
            case LookAtOrder(int order, boolean fresh) ->
                    look(operation, request(order).stream(), "order", "/orders/", fresh);
            case LookAtStock(String sku, boolean fresh) ->
                    look(operation, sku, "inventory", "/stock/", fresh);
        }
    }

    private void begin(int operation, Command command) throws IOException, InterruptedException {
        Request request = request(operation, command);
        commands.put(operation, request);
        send(request, command.patient() ? ATTEMPTS : 1);
    }

    private void send(Request request, int attempts) throws InterruptedException {
        Attempt attempt = wire.send(request);
        for (int i = 1; i < attempts && !attempt.outcome().definite(); i++) {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_ATTEMPTS);
            attempt = wire.send(request);
        }
        if (attempt.outcome() == Outcome.ACCEPTED) {
            positions.put(attempt.address(), attempt.position());
        }
    }

    private void look(int operation, String stream, String service, String path, boolean fresh)
            throws InterruptedException {
        var request =
                new Request(
                        number,
                        operation,
                        Attempt.LOOK,
                        user(),
                        service,
                        stream,
                        path + stream,
                        "",
                        "",
                        "");
        String position = positions.getOrDefault(service + " " + stream, "");
        wire.look(request, fresh ? position : "");
    }

    private Request request(int operation) {
        Request request = commands.get(operation);
        if (request == null) {
            throw new IllegalStateException(
                    "client %d has sent no command %d".formatted(number, operation));
        }
        return request;
    }

    private Request request(int operation, Command command)
            throws IOException, InterruptedException {
        String key = "%d-%d-%d".formatted(seed, number, operation);
        return switch (command) {
            case Place place -> {
                var about = order(operation, "place", "", "/orders", place(place), key);
                String stream =
                        UUID.nameUUIDFromBytes(
                                        wire.commandId(about).getBytes(StandardCharsets.UTF_8))
                                .toString();
                yield order(operation, "place", stream, "/orders", place(place), key);
            }
            case Cancel(int order, boolean ifUntouched, _) -> {
                String stream = request(order).stream();
                yield new Request(
                        number,
                        operation,
                        "cancel",
                        user(),
                        "order",
                        stream,
                        "/orders/" + stream + "/cancellation",
                        "{\"reason\": \"changed my mind\"}",
                        key,
                        ifUntouched ? FIRST_VERSION : "");
            }
            case GiveBack(int order, _) -> {
                String stream = request(order).stream();
                yield order(
                        operation,
                        "return",
                        stream,
                        "/orders/" + stream + "/returns",
                        "{\"lines\": [{\"line\": 1, \"quantity\": 1}], \"reason\": \"broken\"}",
                        key);
            }
            case Receive(String sku, int quantity, _) ->
                    stock(
                            operation,
                            "receive",
                            sku,
                            "/receipts",
                            "{\"quantity\": %d, \"reference\": \"%s\"}".formatted(quantity, key),
                            key);
            case Adjust(String sku, int delta, _) ->
                    stock(
                            operation,
                            "adjust",
                            sku,
                            "/adjustments",
                            "{\"delta\": %d, \"reason\": \"count %s\"}".formatted(delta, key),
                            key);
        };
    }

    private Request order(
            int operation, String kind, String stream, String path, String body, String key) {
        return new Request(number, operation, kind, user(), "order", stream, path, body, key, "");
    }

    private Request stock(
            int operation, String kind, String sku, String path, String body, String key) {
        return new Request(
                number,
                operation,
                kind,
                user(),
                "inventory",
                sku,
                "/stock/" + sku + path,
                body,
                key,
                "");
    }

    /** Two are customers, who see their own only; the rest are staff, for a customer each. */
    private String user() {
        return switch (number) {
            case 0 -> "alice";
            case 1 -> "bob";
            case Workload.WAREHOUSE -> "walter";
            default -> "olivia";
        };
    }

    private String place(Place place) {
        String lines =
                place.lines().stream()
                        .map(line ->
                                "{\"sku\": \"%s\", \"quantity\": %d, \"unitPriceMinor\": 995}"
                                        .formatted(line.sku(), line.quantity()))
                        .collect(Collectors.joining(", "));
        String customer =
                user().equals("olivia") ? "\"customerId\": \"c-%d\", ".formatted(number) : "";
        return """
        {%s"currency": "GBP", "lines": [%s], "paymentMethod": "%s",
         "shipTo": {"name": "A. Archer", "street": "1 High Street", "city": "Leeds",
                    "postcode": "LS1 1AA", "country": "GB"}}
        """
                .formatted(customer, lines, place.paymentMethod());
    }

    /** A request of the same kind that is not the same. */
    private static String other(Request first) {
        return first.body()
                .replace("\"quantity\": ", "\"quantity\": 1")
                .replace("changed my mind", "changed it again")
                .replace("count ", "recount ");
    }
}
