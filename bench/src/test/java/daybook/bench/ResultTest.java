package daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultTest {

    @Test
    void an_aim_is_met_at_its_bound_and_missed_beyond_it() {
        var result = new Result("log");
        result.ratio("of the producer", 0.3, Optional.of(0.3));
        result.ratio("of the producer", 0.299, Optional.of(0.3));
        result.ratioAtMost("transactions", 2.0, Optional.of(2.0));
        result.ratioAtMost("transactions", 2.01, Optional.of(2.0));
        result.ratio("without an aim", 5, Optional.empty());

        assertThat(result.ratios())
                .containsExactly(
                        "log              0.30  of the producer  [aim: at least 0.3, met]",
                        "log              0.30  of the producer  [aim: at least 0.3, missed]",
                        "log              2.00  transactions  [aim: at most 2, met]",
                        "log              2.01  transactions  [aim: at most 2, missed]",
                        "log              5.00  without an aim");
    }

    @Test
    void the_middle_of_three_rounds_is_the_one_between_the_others() {
        assertThat(Stats.middle(List.of(9.0, 1.0, 5.0))).isEqualTo(5.0);
        assertThat(Stats.spread(List.of(900.0, 100.0, 5000.0)).strip())
                .isEqualTo("900/s (100 to 5,000)");
    }

    @Test
    void cpu_is_counted_for_each_process_and_in_all() {
        var before = new Cpu(Map.of("client", Duration.ofMillis(10), "broker", Duration.ZERO));
        var after =
                new Cpu(Map.of("client", Duration.ofMillis(40), "broker", Duration.ofMillis(15)));
        var window = new Window(1_000, 0.5, after.since(before));

        assertThat(window.microsEach("client")).isEqualTo(30.0);
        assertThat(window.microsEach("postgres")).isZero();
        assertThat(window.microsEach()).isEqualTo(45.0);
        assertThat(window.perSecond()).isEqualTo(2_000.0);
    }
}
