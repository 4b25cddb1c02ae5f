package daybook.audit;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.payment.PaymentEvent.PaymentCaptured;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class VerdictTextTest {

    private static String text(Verdict verdict) {
        var text = new StringWriter();
        VerdictText.print(verdict, new PrintWriter(text));
        return text.toString();
    }

    @Test
    void a_clean_verdict_shows_the_books() {
        assertThat(text(new TestLogs().received().completed("o1").audit()))
                .containsPattern("inventory +2 +6 +0 +0 +0")
                .contains("Orders     1 COMPLETED")
                .contains("received 20 + adjusted 0 = available 16 + reserved 0 + shipped 4 - ret")
                .contains("authorised 17.50 = captured 17.50 + voided 0.00 + open 0.00")
                .contains("CLEAN: every rule holds over 21 events.");
    }

    @Test
    void a_broken_verdict_names_rule_stream_and_position() {
        var logs = new TestLogs().received().completed("o1");
        assertThat(text(logs.payment("o1", new PaymentCaptured(1750)).audit()))
                .contains("BROKEN: 2 findings in 22 events.")
                .contains(Rule.MONEY_CONSERVED.sentence() + " (broken 1 times)")
                .contains("payment o1 at 0-4: payment-captured: captured twice");
    }

    @Test
    void the_providers_books_must_agree() {
        Verdict verdict = new TestLogs().received().completed("o1").audit();

        assertThat(new ProviderBooks(1750, 1750, 0, 0).compare(verdict).clean()).isTrue();
        assertThat(new ProviderBooks(3500, 3500, 0, 0).compare(verdict).findings())
                .extracting(Finding::rule)
                .containsExactly(Rule.PROVIDER_AGREES, Rule.PROVIDER_AGREES);
    }

    @Test
    void the_providers_books_are_not_compared_while_work_is_under_way() {
        Verdict verdict = new TestLogs().received().reserved("o1").audit();

        Verdict compared = new ProviderBooks(1750, 0, 0, 0).compare(verdict);

        assertThat(compared.clean()).isTrue();
        assertThat(compared.notes()).hasSize(1);
    }
}
