package daybook.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * What the payment provider says that it holds, took, let go and gave back, over all currencies, in
 * minor units: the totals of the simulator's {@code GET /simulator/ledger}.
 */
public record ProviderBooks(
        long authorisedMinor, long capturedMinor, long voidedMinor, long refundedMinor) {

    /**
     * The verdict with what the provider's books differ in. While orders are under way the provider
     * may be ahead of the logs, so nothing is compared then, which is noted.
     */
    public Verdict compare(Verdict verdict) {
        if (!verdict.inFlight().isEmpty()) {
            return verdict.with(
                    new Verdict.Note(
                            "provider's books, not compared while work is under way",
                            1,
                            List.of()));
        }
        Verdict.Money ours =
                verdict.money().values().stream().reduce(Verdict.Money.NONE, Verdict.Money::plus);
        List<Finding> findings = new ArrayList<>();
        compare(findings, "authorised", ours.authorised(), authorisedMinor);
        compare(findings, "captured", ours.captured(), capturedMinor);
        compare(findings, "voided", ours.voided(), voidedMinor);
        compare(findings, "refunded", ours.refunded(), refundedMinor);
        return verdict.with(findings);
    }

    private static void compare(
            List<Finding> findings, String what, long oursMinor, long theirsMinor) {
        if (oursMinor != theirsMinor) {
            findings.add(
                    new Finding(
                            Rule.PROVIDER_AGREES,
                            "payment",
                            "all payments",
                            "",
                            "%s: %d by our log, %d by the provider (minor units)"
                                    .formatted(what, oursMinor, theirsMinor)));
        }
    }
}
