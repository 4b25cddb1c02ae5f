package daybook.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import daybook.contracts.inventory.InventoryEvent.StockReceived;
import daybook.eventlog.shard.Act;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is parked is seen to once, or waits. */
final class ParkedLogsTest {

    private final TestLogs logs = new TestLogs().received().parked("A", "c1").parked("A", "c2");

    private TestLogs decided(String command, long version) {
        return logs.add(ServiceLog.INVENTORY, "A", version, command, new StockReceived(1, command));
    }

    private void redriven(String... commands) {
        logs.acted("A", Act.Kind.REDRIVE, Optional.empty(), commands);
    }

    private void assertBroken(Rule rule, String detail) {
        assertThat(logs.audit().findings())
                .extracting(Finding::rule, Finding::streamId)
                .contains(tuple(rule, "A"));
        assertThat(logs.audit().findings())
                .anySatisfy(finding -> assertThat(finding.detail()).contains(detail));
    }

    private long parked() {
        return logs.audit().logs().stream().mapToLong(Verdict.Log::parked).sum();
    }

    @Test
    void what_waits_is_listed_and_breaks_no_rule() {
        assertThat(logs.audit().clean()).isTrue();
        assertThat(parked()).isEqualTo(2);
        assertThat(logs.audit().notes())
                .extracting(Verdict.Note::what, Verdict.Note::count)
                .containsExactly(tuple("streams parked (inventory)", 1L));
    }

    @Test
    void what_is_redriven_or_discarded_is_seen_to() {
        decided("c1", 2);
        decided("c1", 3);
        redriven("c1");
        logs.refused("A", "c2").acted("A", Act.Kind.DISCARD, Optional.empty(), "c2");
        decided("c3", 4);

        assertThat(logs.audit().findings()).isEmpty();
        assertThat(parked()).isZero();
    }

    @Test
    void a_redriven_command_that_is_applied_twice() {
        decided("c1", 2);
        redriven("c1");
        decided("c1", 3);

        assertBroken(Rule.COMMAND_ONCE, "c1");
    }

    @Test
    void a_command_that_is_redriven_twice() {
        decided("c1", 2);
        redriven("c1");
        redriven("c1");

        assertBroken(Rule.PARKED_SEEN_TO, "names command c1");
    }

    @Test
    void a_parked_command_that_nobody_let_go() {
        decided("c1", 2);

        assertBroken(Rule.PARKED_SEEN_TO, "nobody");
    }

    @Test
    void a_command_that_overtakes_those_that_wait() {
        decided("c3", 2);

        assertBroken(Rule.PARKED_SEEN_TO, "while others waited");
    }

    @Test
    void an_entry_that_cannot_be_read_until_an_operator_passes_over_it() {
        long offset = logs.unreadable("B");
        assertThat(logs.audit().findings()).extracting(Finding::rule).containsOnly(Rule.READABLE);

        logs.acted("B", Act.Kind.PASS_OVER, Optional.of(offset));

        assertThat(logs.audit().clean()).isTrue();
    }
}
