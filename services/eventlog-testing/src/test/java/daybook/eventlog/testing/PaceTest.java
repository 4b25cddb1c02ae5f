package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.readmodel.Pace;
import daybook.eventlog.readmodel.Progress;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a filling, second by second. */
class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void what_comes_nearer_has_an_end() {
        Progress progress = after(10, 100_000, 100, 1_100);

        assertThat(progress.perSecond()).isEqualTo(1_100);
        assertThat(progress.behind()).isEqualTo(90_000);
        assertThat(progress.secondsLeft()).contains(90L);
        assertThat(progress.keepsUp()).isTrue();
        assertThat(progress.caughtUp()).isFalse();
    }

    @Test
    void what_falls_back_says_so() {
        Progress progress = after(10, 100_000, 100, 90);

        assertThat(progress.keepsUp()).isFalse();
        assertThat(progress.secondsLeft()).isEmpty();
    }

    @Test
    void a_moment_says_nothing_about_the_direction() {
        assertThat(after(4, 100_000, 100, 90).keepsUp()).isTrue();
    }

    @Test
    void at_the_end_of_a_log_that_grows_it_keeps_up() {
        Progress progress = after(20, 150, 2_000, 2_000);

        assertThat(progress.caughtUp()).isTrue();
        assertThat(progress.keepsUp()).isTrue();
    }

    @Test
    void at_the_end_of_a_log_that_rests_nothing_is_left() {
        assertThat(after(20, 0, 0, 0).secondsLeft()).contains(0L);
        assertThat(pace.at(Instant.EPOCH.plusSeconds(21), 1, 1).keepsUp()).isTrue();
    }

    @Test
    void what_was_long_ago_does_not_count() {
        after(60, 1_000_000, 0, 10_000);

        Progress stalled = new Progress(Instant.EPOCH, 0, 0, 0, Optional.empty(), true);
        for (int second = 61; second <= 95; second++) {
            stalled = pace.at(Instant.EPOCH.plusSeconds(second), 1_000_000, 400_000);
        }
        assertThat(stalled.perSecond()).isZero();
        assertThat(stalled.keepsUp()).isFalse();
    }

    /** A log that grows by so many entries a second, of which so many are taken. */
    private Progress after(int seconds, long behind, long grows, long takes) {
        Progress progress = pace.at(Instant.EPOCH, behind, behind);
        for (int second = 1; second <= seconds; second++) {
            progress =
                    pace.at(
                            Instant.EPOCH.plusSeconds(second),
                            behind + grows * second,
                            behind + (grows - takes) * second);
        }
        return progress;
    }
}
