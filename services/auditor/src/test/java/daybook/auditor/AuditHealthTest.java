package daybook.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.audit.Finding;
import daybook.audit.Rule;
import daybook.audit.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

final class AuditHealthTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration OVERDUE = Duration.ofMinutes(5);

    private static Verdict verdict(Instant at, Finding... findings) {
        return new Verdict(
                at,
                List.of(),
                Map.of(),
                new Verdict.Units(0, 0, 0, 0, 0, 0),
                Map.of(),
                List.of(),
                List.of(),
                List.of(findings),
                0);
    }

    private static HealthCheckResponse ready(AuditStatus status, Instant now) {
        return AuditHealth.ready(status, now, OVERDUE);
    }

    @Test
    void before_the_first_round_nobody_knows() {
        assertThat(ready(AuditStatus.NEW, NOW).getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void a_round_that_fails_does_not_matter_until_the_last_good_one_is_too_old() {
        AuditStatus status = AuditStatus.NEW.ended(verdict(NOW)).failed("Kafka is away");

        HealthCheckResponse soon = ready(status, NOW.plus(OVERDUE).minusSeconds(1));
        HealthCheckResponse late = ready(status, NOW.plus(OVERDUE));

        assertThat(soon.getStatus()).isEqualTo(Status.UP);
        assertThat(late.getStatus()).isEqualTo(Status.DOWN);
        assertThat(late.getData())
                .hasValueSatisfying(
                        data -> assertThat(data).containsEntry("trouble", "Kafka is away"));
    }

    @Test
    void what_heals_makes_it_ready_again() {
        var finding =
                new Finding(Rule.LIVE_DEADLINE, "order", "o1", "0-3", NOW, "its deadline passed");
        AuditStatus broken = AuditStatus.NEW.ended(verdict(NOW, finding));

        assertThat(ready(broken, NOW).getStatus()).isEqualTo(Status.DOWN);
        assertThat(ready(broken.ended(verdict(NOW)), NOW).getStatus()).isEqualTo(Status.UP);
    }
}
