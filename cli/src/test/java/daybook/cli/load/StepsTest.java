package daybook.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepsTest {

    private static RunLog log(int... rates) {
        var log = new RunLog();
        for (int rate : rates) {
            log.add(
                    """
                    {"event":"placed","at":2000,"phase":"step-%04d","id":"o-%d","customer":"c",\
                    "millis":20,"totalMinor":1,"lines":[]}\
                    """
                            .formatted(rate, rate));
        }
        return log;
    }

    private static Summary crossedAt(int rate) {
        String metric = "order_placed{scenario:step-%04d}".formatted(rate);
        return new Summary(
                List.of(new Summary.Threshold(metric, "p(95)<1000", "1500", false)),
                List.of(),
                0,
                0,
                1);
    }

    @Test
    void the_knee_is_the_last_step_before_the_first_that_crossed_a_threshold() {
        var steps = Steps.of(log(20, 10, 40, 30), crossedAt(30));

        assertThat(steps.all()).extracting(Steps.Step::rate).containsExactly(10, 20, 30, 40);
        assertThat(steps.knee()).map(Steps.Step::rate).contains(20);
    }

    @Test
    void without_a_step_that_held_there_is_no_knee() {
        assertThat(Steps.of(log(10, 20), crossedAt(10)).knee()).isEmpty();
    }
}
