package daybook.audit;

import daybook.audit.Verdict.Money;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Money by currency, kept up to date as accounts change, so that no round has to add up them all.
 */
final class MoneyTotals {

    private final Map<String, Money> totals = new TreeMap<>();

    void add(String currency, Money money) {
        totals.merge(currency, money, Money::plus);
    }

    void take(String currency, Money money) {
        totals.merge(currency, money.negated(), Money::plus);
    }

    Map<String, Money> all() {
        Map<String, Money> all = new LinkedHashMap<>(totals);
        all.values().removeIf(Money.NONE::equals);
        return all;
    }
}
