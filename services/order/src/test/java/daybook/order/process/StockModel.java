package daybook.order.process;

import daybook.contracts.inventory.InventoryCommand;
import daybook.contracts.inventory.InventoryCommand.AdjustStock;
import daybook.contracts.inventory.InventoryCommand.ReceiveStock;
import daybook.contracts.inventory.InventoryCommand.ReleaseStock;
import daybook.contracts.inventory.InventoryCommand.ReserveStock;
import daybook.contracts.inventory.InventoryCommand.ReturnStock;
import daybook.contracts.inventory.InventoryCommand.ShipStock;
import daybook.contracts.order.OrderCommand.ConfirmReservation;
import daybook.contracts.order.OrderCommand.RefuseReservation;
import daybook.order.process.StockModel.Line.Status;
import java.util.HashMap;
import java.util.Map;

/**
 * The stock of one SKU, as truthful as its contract and no more. Throws if it is asked for what a
 * sound order never asks for.
 */
record StockModel(int received, int available, Map<Integer, Line> lines) {

    record Line(int quantity, Status status, int returned) {
        enum Status {
            UNKNOWN,
            REFUSED,
            RESERVED,
            RELEASED,
            SHIPPED
        }

        static final Line NONE = new Line(0, Status.UNKNOWN, 0);

        Line now(Status next) {
            return new Line(quantity, next, returned);
        }
    }

    StockModel {
        lines = Map.copyOf(lines);
    }

    static StockModel of(int received) {
        return new StockModel(received, received, Map.of());
    }

    PeerStep<StockModel> receive(InventoryCommand command) {
        return switch (command) {
            case ReserveStock(_, int line, int quantity) -> reserve(line, quantity);
            case ReleaseStock(_, int line) -> release(line);
            case ShipStock(_, int line) -> ship(line);
            case ReturnStock(_, int line, _, int quantity) -> takeBack(line, quantity);
            case ReceiveStock _, AdjustStock _ ->
                    throw new IllegalStateException("an order does not move stock: " + command);
        };
    }

    private PeerStep<StockModel> reserve(int line, int quantity) {
        demand(!lines.containsKey(line), "line %d is reserved twice", line);
        return quantity > available
                ? PeerStep.of(
                        "inventory refuses line " + line,
                        with(available, line, new Line(quantity, Status.REFUSED, 0)),
                        new RefuseReservation(line, "only " + available))
                : PeerStep.of(
                        "inventory reserves line " + line,
                        with(available - quantity, line, new Line(quantity, Status.RESERVED, 0)),
                        new ConfirmReservation(line));
    }

    private PeerStep<StockModel> release(int line) {
        Line held = line(line);
        demand(held.status() != Status.SHIPPED, "line %d is released but it is %s", line, held);
        return held.status() == Status.RESERVED
                ? PeerStep.of(
                        "inventory releases line " + line,
                        with(available + held.quantity(), line, held.now(Status.RELEASED)))
                : PeerStep.of("inventory has nothing to release for line " + line, this);
    }

    private PeerStep<StockModel> ship(int line) {
        Line held = line(line);
        demand(held.status() == Status.RESERVED, "line %d is shipped but it is %s", line, held);
        return PeerStep.of(
                "inventory ships line " + line, with(available, line, held.now(Status.SHIPPED)));
    }

    private PeerStep<StockModel> takeBack(int line, int quantity) {
        Line sold = line(line);
        demand(
                sold.status() == Status.SHIPPED && sold.returned() + quantity <= sold.quantity(),
                "line %d comes back but is %s",
                line,
                sold);
        return PeerStep.of(
                "inventory takes line %d back".formatted(line),
                with(
                        available + quantity,
                        line,
                        new Line(sold.quantity(), Status.SHIPPED, sold.returned() + quantity)));
    }

    private Line line(int line) {
        return lines.getOrDefault(line, Line.NONE);
    }

    /** Whether everything that was received is in the house, promised or sold. */
    boolean conserved() {
        int elsewhere =
                lines.values().stream()
                        .mapToInt(line ->
                                switch (line.status()) {
                                    case UNKNOWN, REFUSED, RELEASED -> 0;
                                    case RESERVED -> line.quantity();
                                    case SHIPPED -> line.quantity() - line.returned();
                                })
                        .sum();
        return available >= 0 && available + elsewhere == received;
    }

    int returned() {
        return lines.values().stream().mapToInt(Line::returned).sum();
    }

    boolean all(Status status) {
        return lines.values().stream().allMatch(line -> line.status() == status);
    }

    boolean any(Status status) {
        return lines.values().stream().anyMatch(line -> line.status() == status);
    }

    private StockModel with(int nowAvailable, int line, Line changed) {
        var next = new HashMap<>(lines);
        next.put(line, changed);
        return new StockModel(received, nowAvailable, next);
    }

    private static void demand(boolean sound, String message, Object... values) {
        if (!sound) {
            throw new IllegalStateException(message.formatted(values));
        }
    }
}
