package daybook.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.route.Quota;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalLimiterTest {
    private static final Quota THREE_A_MINUTE = new Quota("few", 3, Duration.ofMinutes(1), 3);

    private final AtomicLong nanos = new AtomicLong(1);
    private final LocalLimiter limiter = new LocalLimiter(100, nanos::get);

    @Test
    void the_burst_is_allowed_and_then_one_by_one() {
        assertThat(take("a").remaining()).isEqualTo(2);
        assertThat(take("a").remaining()).isEqualTo(1);
        assertThat(take("a").remaining()).isZero();
        Limiter.Verdict refused = take("a");
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.untilNext()).isEqualTo(Duration.ofSeconds(20));
        assertThat(refused.untilFull()).isEqualTo(Duration.ofMinutes(1));

        pass(Duration.ofSeconds(19));
        assertThat(take("a").allowed()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(take("a").allowed()).isTrue();
        assertThat(take("a").allowed()).isFalse();
    }

    @Test
    void subjects_and_quotas_do_not_share() {
        for (int i = 0; i < 3; i++) {
            take("a");
        }
        assertThat(take("a").allowed()).isFalse();
        assertThat(take("b").allowed()).isTrue();
        Quota other = new Quota("other", 1, Duration.ofMinutes(1), 1);
        assertThat(limiter.take("a", other, 1).result().allowed()).isTrue();
    }

    @Test
    void a_bucket_is_dropped_once_it_would_be_full_again() {
        take("a");
        pass(Duration.ofSeconds(60));
        assertThat(limiter.size()).isEqualTo(1);
        pass(Duration.ofSeconds(2));
        assertThat(limiter.size()).isZero();
    }

    @Test
    void their_number_is_bounded() {
        for (int i = 0; i < 10_000; i++) {
            take("subject-" + i);
        }
        assertThat(limiter.size()).isBetween(1L, 100L);
    }

    private Limiter.Verdict take(String subject) {
        return limiter.take(subject, THREE_A_MINUTE, 1).result();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
