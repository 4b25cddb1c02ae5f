package daybook.order.domain;

import daybook.contracts.order.OrderCommand.ReturnItems;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.ItemsReturned;
import daybook.contracts.order.OrderLine;
import daybook.contracts.order.ReturnedLine;
import daybook.eventlog.Decision;
import daybook.order.domain.OrderState.Capturing;
import daybook.order.domain.OrderState.Completed;
import daybook.order.domain.OrderState.Dropped;
import daybook.order.domain.OrderState.Open;
import daybook.order.domain.OrderState.Placed;
import daybook.order.domain.OrderState.Unpaid;
import daybook.order.domain.OrderState.Unwinding;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** What can come back of an order, and what is given back for it. */
final class Returns {

    /** The return of all that was lost with its parcel. */
    static final String DELIVERY_FAILURE = "delivery-failure";

    private static final int RETURNS_MAX = 1_000;
    private static final Pattern RETURN_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Returns() {}

    static Decision<OrderEvent> decide(Placed order, ReturnItems command, Instant retryAt) {
        return switch (order) {
            case Completed completed -> decide(completed, command, retryAt);
            case Open _, Unwinding _ ->
                    Decision.conflict(
                            "order-not-shipped", "The order has not left yet: cancel it instead.");
            case Dropped _ ->
                    Decision.conflict(
                            "order-not-shipped", "The order ended without being shipped.");
            case Capturing _ ->
                    Decision.conflict(
                            "order-not-paid",
                            "The order's payment is still being taken: try again once it is"
                                    + " completed.");
            case Unpaid _ ->
                    Decision.conflict(
                            "order-not-paid", "The order was never paid: nothing can be refunded.");
        };
    }

    private static Decision<OrderEvent> decide(
            Completed order, ReturnItems command, Instant retryAt) {
        Optional<String> flaw = flaw(order.placed().lines().size(), command);
        if (flaw.isPresent()) {
            return Decision.invalid("invalid-return", flaw.get() + ".");
        }
        if (order.returns().stream().anyMatch(r -> r.returnId().equals(command.returnId()))) {
            return Decision.conflict(
                    "return-exists",
                    "The order already has a return %s.".formatted(command.returnId()));
        }
        if (order.returns().size() >= RETURNS_MAX) {
            return Decision.conflict(
                    "too-many-returns", "The order already has %d returns.".formatted(RETURNS_MAX));
        }
        Map<Integer, Integer> returned = order.returnedUnits();
        for (ReturnedLine line : command.lines()) {
            int left = unitsLeft(ordered(order, line.line()), returned);
            if (line.quantity() > left) {
                return Decision.conflict(
                        "more-than-shipped",
                        "Line %d has %d units that can still be returned, not %d."
                                .formatted(line.line(), left, line.quantity()));
            }
        }
        return Decision.accept(
                returned(
                        order,
                        command.returnId(),
                        command.lines(),
                        command.reason(),
                        true,
                        retryAt));
    }

    /** The refund of all that has not come back yet; empty if everything has. */
    static Optional<OrderEvent> lost(Completed order, String reason, Instant retryAt) {
        Map<Integer, Integer> returned = order.returnedUnits();
        ToIntFunction<OrderLine> left = line -> unitsLeft(line, returned);
        List<ReturnedLine> lines =
                order.placed().lines().stream()
                        .filter(line -> left.applyAsInt(line) > 0)
                        .map(line -> new ReturnedLine(line.line(), left.applyAsInt(line)))
                        .toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(returned(order, DELIVERY_FAILURE, lines, reason, false, retryAt));
    }

    private static OrderEvent returned(
            Completed order,
            String returnId,
            List<ReturnedLine> lines,
            String reason,
            boolean restock,
            Instant retryAt) {
        long amountMinor =
                lines.stream()
                        .mapToLong(line ->
                                line.quantity() * ordered(order, line.line()).unitPriceMinor())
                        .sum();
        return new ItemsReturned(returnId, lines, reason, amountMinor, restock, retryAt);
    }

    private static OrderLine ordered(Completed order, int line) {
        return order.placed().lines().get(line - 1);
    }

    private static int unitsLeft(OrderLine line, Map<Integer, Integer> returned) {
        return line.quantity() - returned.getOrDefault(line.line(), 0);
    }

    private static Optional<String> flaw(int orderLines, ReturnItems command) {
        if (!RETURN_ID.matcher(command.returnId()).matches()
                || command.returnId().equals(DELIVERY_FAILURE)) {
            return Optional.of(
                    "returnId \"%.80s\" is not 1 to 64 letters, digits, dots, underscores or hyphens, or is taken"
                            .formatted(command.returnId()));
        }
        if (command.lines().isEmpty()) {
            return Optional.of("The return has no lines; name at least one");
        }
        var seen = new HashSet<Integer>();
        for (ReturnedLine line : command.lines()) {
            if (line.line() < 1 || line.line() > orderLines) {
                return Optional.of(
                        "Line %d does not exist; the order has %d"
                                .formatted(line.line(), orderLines));
            }
            if (!seen.add(line.line())) {
                return Optional.of("Line %d stands twice in the return".formatted(line.line()));
            }
            if (line.quantity() < 1) {
                return Optional.of(
                        "Line %d: quantity %d is less than 1"
                                .formatted(line.line(), line.quantity()));
            }
        }
        return Text.reasonFlaw(command.reason());
    }
}
