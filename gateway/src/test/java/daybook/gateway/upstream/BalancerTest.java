package daybook.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private long now = 1;
    private final Balancer balancer =
            new Balancer(
                    List.of(URI.create("http://a"), URI.create("http://b"), URI.create("http://c")),
                    PAUSE,
                    () -> now);

    private List<String> order() {
        return balancer.inOrder().stream().map(instance -> instance.address().getHost()).toList();
    }

    private Balancer.Instance instance(String host) {
        return balancer.inOrder().stream()
                .filter(one -> one.address().getHost().equals(host))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void each_instance_takes_its_turn() {
        assertThat(IntStream.range(0, 4).mapToObj(i -> order().getFirst()))
                .containsExactly("a", "b", "c", "a");
    }

    @Test
    void one_that_leaves_comes_last_for_a_while() {
        instance("b").leaves();

        for (int i = 0; i < 6; i++) {
            assertThat(order()).hasSize(3).endsWith("b");
        }
    }

    @Test
    void after_the_pause_one_request_tries_it_and_the_others_wait_for_what_it_finds() {
        Balancer.Instance b = instance("b");
        b.leaves();
        now += PAUSE.toNanos();

        assertThat(order()).startsWith("b");
        assertThat(order()).endsWith("b");
        assertThat(order()).endsWith("b");

        b.answered();
        assertThat(IntStream.range(0, 3).mapToObj(i -> order().getFirst()))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void when_all_are_left_out_all_are_tried() {
        for (String host : List.of("a", "b", "c")) {
            instance(host).leaves();
        }

        assertThat(order()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void a_clock_may_start_anywhere() {
        now = -PAUSE.toNanos();
        instance("b").leaves();

        assertThat(order()).endsWith("b");
    }
}
