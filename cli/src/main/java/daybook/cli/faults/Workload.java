package daybook.cli.faults;

import daybook.cli.faults.Operation.Adjust;
import daybook.cli.faults.Operation.Cancel;
import daybook.cli.faults.Operation.GiveBack;
import daybook.cli.faults.Operation.Line;
import daybook.cli.faults.Operation.LookAtOrder;
import daybook.cli.faults.Operation.LookAtStock;
import daybook.cli.faults.Operation.Place;
import daybook.cli.faults.Operation.Receive;
import daybook.cli.faults.Operation.Repeat;
import daybook.cli.faults.Operation.Reuse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What the clients do, and when: a function of the seed and of nothing else. What they are told
 * does not change what they do next, only how often they ask again.
 */
final class Workload {

    /** The last of them is the warehouse; the others order. */
    static final int CLIENTS = 8;

    static final int WAREHOUSE = CLIENTS - 1;

    /** Some are plenty, some are soon gone, so that orders meet empty shelves too. */
    static final List<String> SKUS = List.of("TEAPOT", "CUP", "SAUCER", "SPOON", "RARE");

    private static final int MILLIS_BETWEEN = 2_000;
    private static final int RECEIVED_AT_FIRST = 60;
    private static final int RECEIVED_RARE = 6;

    private static final List<String> CARDS =
            List.of(
                    "pm_card_visa",
                    "pm_card_visa",
                    "pm_card_mastercard",
                    "pm_card_chargeDeclined",
                    "pm_card_chargeDeclinedInsufficientFunds");

    /**
     * @param number among the client's operations
     * @param at since the clients began
     */
    record Planned(int number, Duration at, Operation operation) {}

    private final Random random;
    private final int client;
    private final List<Integer> orders = new ArrayList<>();
    private final List<Integer> commands = new ArrayList<>();

    private Workload(long seed, int client) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + client);
        this.client = client;
    }

    /** What the warehouse does before anybody orders. */
    static List<Operation> deliveries() {
        return SKUS.stream()
                .<Operation>map(sku ->
                        new Receive(
                                sku, sku.equals("RARE") ? RECEIVED_RARE : RECEIVED_AT_FIRST, true))
                .toList();
    }

    /** All that one client does within the time. */
    static List<Planned> of(long seed, int client, Duration lasts) {
        var workload = new Workload(seed, client);
        List<Planned> plan = new ArrayList<>();
        long at = workload.random.nextInt(MILLIS_BETWEEN);
        while (at < lasts.toMillis()) {
            plan.add(new Planned(plan.size(), Duration.ofMillis(at), workload.next(plan.size())));
            at += MILLIS_BETWEEN / 2 + workload.random.nextInt(MILLIS_BETWEEN);
        }
        return plan;
    }

    private Operation next(int number) {
        int dice = random.nextInt(100);
        Operation operation = client == WAREHOUSE ? warehouse(dice) : customer(dice);
        if (operation instanceof Operation.Command) {
            commands.add(number);
        }
        if (operation instanceof Place) {
            orders.add(number);
        }
        return operation;
    }

    private Operation warehouse(int dice) {
        if (dice < 35) {
            return new Receive(sku(), 1 + random.nextInt(10), patient());
        }
        if (dice < 50) {
            return new Adjust(sku(), random.nextInt(-3, 3), patient());
        }
        return dice < 75 || commands.isEmpty()
                ? new LookAtStock(sku(), random.nextBoolean())
                : new Repeat(recent(commands));
    }

    private Operation customer(int dice) {
        if (dice < 40 || orders.isEmpty()) {
            return place();
        }
        if (dice < 62) {
            return new LookAtOrder(recent(orders), random.nextBoolean());
        }
        if (dice < 72) {
            return new LookAtStock(sku(), random.nextBoolean());
        }
        if (dice < 84) {
            return new Repeat(recent(commands));
        }
        if (dice < 88) {
            return new Reuse(recent(commands));
        }
        return dice < 95
                ? new Cancel(recent(orders), random.nextInt(4) == 0, patient())
                : new GiveBack(recent(orders), patient());
    }

    private Place place() {
        List<Line> lines =
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(_ -> new Line(sku(), 1 + random.nextInt(3)))
                        .toList();
        return new Place(lines, CARDS.get(random.nextInt(CARDS.size())), patient());
    }

    private String sku() {
        return SKUS.get(random.nextInt(SKUS.size()));
    }

    private boolean patient() {
        return random.nextInt(4) > 0;
    }

    /** One of the last few. */
    private int recent(List<Integer> numbers) {
        int back = random.nextInt(Math.min(6, numbers.size()));
        return numbers.get(numbers.size() - 1 - back);
    }
}
