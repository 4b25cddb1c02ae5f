package daybook.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.cli.faults.Fault.Kind;
import daybook.cli.faults.Operation.Command;
import daybook.cli.faults.Workload.Planned;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What follows from a seed alone. */
class SeedTest {

    private static final Duration BOUNDED = Duration.ofSeconds(75);
    private static final Duration LONG = Duration.ofMinutes(30);

    private static List<List<Planned>> workload(long seed) {
        return IntStream.range(0, Workload.CLIENTS)
                .mapToObj(client -> Workload.of(seed, client, LONG))
                .toList();
    }

    @Test
    void the_same_seed_is_the_same_work_and_the_same_faults() {
        assertThat(workload(7)).isEqualTo(workload(7)).isNotEqualTo(workload(8));
        assertThat(Schedule.of(7, LONG)).isEqualTo(Schedule.of(7, LONG));
        assertThat(Schedule.of(7, LONG)).isNotEqualTo(Schedule.of(8, LONG));
    }

    @Test
    void a_longer_run_begins_as_a_shorter_one_with_the_same_seed_does() {
        for (int client = 0; client < Workload.CLIENTS; client++) {
            var shorter = Workload.of(7, client, BOUNDED);
            assertThat(Workload.of(7, client, LONG)).startsWith(shorter.toArray(Planned[]::new));
        }
    }

    @Test
    void clients_go_back_only_to_commands_that_they_have_sent() {
        for (List<Planned> plan : workload(7)) {
            for (Planned planned : plan) {
                int back =
                        switch (planned.operation()) {
                            case Operation.Repeat(int command) -> command;
                            case Operation.Reuse(int command) -> command;
                            case Operation.Cancel(int order, _, _) -> order;
                            case Operation.GiveBack(int order, _) -> order;
                            case Operation.LookAtOrder(int order, _) -> order;
                            default -> -1;
                        };
                if (back >= 0) {
                    assertThat(back).isLessThan(planned.number());
                    assertThat(plan.get(back).operation()).isInstanceOf(Command.class);
                }
            }
        }
    }

    @Test
    void a_bounded_run_has_every_kind_of_fault() {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(Schedule.of(seed, BOUNDED))
                    .extracting(Fault::kind)
                    .as("seed %d", seed)
                    .contains(Kind.values());
        }
    }

    @Test
    void two_faults_never_meet_in_one_component_or_service() {
        for (long seed = 0; seed < 100; seed++) {
            Map<String, Duration> mended = new HashMap<>();
            for (Fault fault : Schedule.of(seed, LONG)) {
                String where =
                        fault.kind().ofProvider() ? "provider" : fault.target().split("-", 2)[0];
                assertThat(fault.at())
                        .as("seed %d: %s", seed, fault)
                        .isGreaterThan(mended.getOrDefault(where, Duration.ZERO));
                mended.put(where, fault.at().plus(fault.lasts()));
            }
        }
    }
}
