package daybook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BottleneckTest {

    /** Ten seconds of 100 requests a second. */
    private static String metrics(
            double cpuSeconds, double connect, double upstream, double identify, double inUse) {
        return """
        # HELP daybook_gateway_stage_seconds time that requests were in a stage
        system_cpu_count 2.0
        process_cpu_time_ns_total %s
        daybook_gateway_stage_seconds_count{stage="accept",upstream="order"} 1000
        daybook_gateway_stage_seconds_sum{stage="accept",upstream="order"} 0.1
        daybook_gateway_stage_seconds_count{stage="identify",upstream="order"} 1000
        daybook_gateway_stage_seconds_sum{stage="identify",upstream="order"} %s
        daybook_gateway_stage_seconds_count{stage="connect",upstream="order"} 1000
        daybook_gateway_stage_seconds_sum{stage="connect",upstream="order"} %s
        daybook_gateway_stage_seconds_count{stage="upstream",upstream="order"} 1000
        daybook_gateway_stage_seconds_sum{stage="upstream",upstream="order"} %s
        daybook_gateway_upstream_connections{upstream="order"} 100.0
        daybook_gateway_upstream_requests{upstream="order"} %s
        """
                .formatted(cpuSeconds * 1e9, identify, connect, upstream, inUse);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "19 | 1 | 200 | 1 | 20 | The gateway's own processors are full: it uses 1.90 of 2.",
                "1 | 1 | 2 | 1 | 1 | Nothing is full: 0.41 requests are under way on average.",
                "5 | 1 | 200 | 1 | 20 | It is the service order: 99 % of the requests under way wait for its answer, 200.0 ms each.",
                "5 | 300 | 100 | 1 | 130 | The connections to order are full: 75 % of the requests under way wait for one, 300.0 ms each. Raise 'connections', or add instances.",
                "5 | 300 | 100 | 1 | 40 | order is slow to take connections: 75 % of the requests under way wait for one, 300.0 ms each.",
                "5 | 1 | 10 | 90 | 1 | It is the identity provider: 89 % of the requests under way wait for a verdict on their token, 90.0 ms each.",
            })
    void what_is_full_is_named_with_its_figure(
            double cpu,
            double connect,
            double upstream,
            double identify,
            double inUse,
            String verdict) {
        assertThat(
                        new Bottleneck(
                                        metrics(0, 0, 0, 0, 0)
                                                .replace(" 1000\n", " 0\n")
                                                .replace(" 0.1\n", " 0\n"),
                                        metrics(cpu, connect, upstream, identify, inUse),
                                        Duration.ofSeconds(10))
                                .verdict())
                .isEqualTo(verdict);
    }
}
