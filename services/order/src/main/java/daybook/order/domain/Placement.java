package daybook.order.domain;

import daybook.contracts.order.OrderCommand.PlaceOrder;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.OrderPlaced;
import daybook.contracts.order.OrderLine;
import daybook.eventlog.Decision;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What can be ordered. */
final class Placement {

    private static final int LINES_MAX = 2_000;
    private static final int QUANTITY_MAX = 1_000_000;
    private static final long UNIT_PRICE_MAX = 10_000_000;

    /** The largest amount that Stripe takes. */
    private static final long TOTAL_MAX = 99_999_999;

    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9._ -]{1,64}");

    /** Without gold, test codes and their like, which have no minor units. */
    private static final Set<String> CURRENCIES =
            Currency.getAvailableCurrencies().stream()
                    .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                    .map(Currency::getCurrencyCode)
                    .collect(Collectors.toUnmodifiableSet());

    private Placement() {}

    static Decision<OrderEvent> decide(PlaceOrder command, Instant reserveBy) {
        Optional<String> flaw = flaw(command);
        if (flaw.isPresent()) {
            return Decision.invalid("invalid-order", flaw.get() + ".");
        }
        return Decision.accept(
                new OrderPlaced(
                        command.customerId(),
                        command.currency(),
                        command.lines(),
                        command.shipTo(),
                        command.paymentMethod(),
                        total(command.lines()),
                        reserveBy));
    }

    private static Optional<String> flaw(PlaceOrder command) {
        return Text.flaw("customerId", command.customerId(), 128)
                .or(() -> Text.flaw("paymentMethod", command.paymentMethod(), 255))
                .or(() -> currencyFlaw(command.currency()))
                .or(() -> linesFlaw(command.lines()))
                .or(() -> totalFlaw(total(command.lines())));
    }

    private static Optional<String> currencyFlaw(String currency) {
        return flawIf(
                !CURRENCIES.contains(currency),
                "currency \"%.80s\" is not an ISO 4217 code of three upper-case letters, such as EUR",
                currency);
    }

    private static Optional<String> linesFlaw(List<OrderLine> lines) {
        if (lines.isEmpty() || lines.size() > LINES_MAX) {
            return Optional.of(
                    "The order has %d lines; 1 to %d are possible"
                            .formatted(lines.size(), LINES_MAX));
        }
        return IntStream.range(0, lines.size())
                .mapToObj(index -> lineFlaw(index + 1, lines.get(index)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> lineFlaw(int number, OrderLine line) {
        return flawIf(
                        line.line() != number,
                        "Line %d has the number %d; lines are numbered from 1 without gaps",
                        number,
                        line.line())
                .or(() ->
                        flawIf(
                                !SKU.matcher(line.sku()).matches(),
                                "Line %d: sku \"%.80s\" is not 1 to 64 letters, digits, dots,"
                                        + " underscores, spaces or hyphens",
                                number,
                                line.sku()))
                .or(() ->
                        flawIf(
                                line.quantity() < 1 || line.quantity() > QUANTITY_MAX,
                                "Line %d: quantity %d is not between 1 and %d",
                                number,
                                line.quantity(),
                                QUANTITY_MAX))
                .or(() ->
                        flawIf(
                                line.unitPriceMinor() < 0 || line.unitPriceMinor() > UNIT_PRICE_MAX,
                                "Line %d: unitPriceMinor %d is not between 0 and %d",
                                number,
                                line.unitPriceMinor(),
                                UNIT_PRICE_MAX));
    }

    private static Optional<String> totalFlaw(long totalMinor) {
        return flawIf(
                totalMinor < 1 || totalMinor > TOTAL_MAX,
                "The order's total is %d minor units; it must be between 1 and %d",
                totalMinor,
                TOTAL_MAX);
    }

    /** Cannot overflow: the limits of the lines keep it below 2,000 x 10^13. */
    private static long total(List<OrderLine> lines) {
        return lines.stream().mapToLong(OrderLine::amountMinor).sum();
    }

    private static Optional<String> flawIf(boolean wrong, String message, Object... values) {
        return wrong ? Optional.of(message.formatted(values)) : Optional.empty();
    }
}
