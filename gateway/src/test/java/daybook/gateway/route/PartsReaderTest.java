package daybook.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsReaderTest {
    private static final String GOOD =
            """
            upstreams:
              order: { url: "http://o:1/base", breaker: {} }
              payment: { url: "http://p:1", breaker: {} }
            limits:
              read: { requests: 10, roles: { boss: { requests: 9, burst: 2 } } }
            defaults: { limit: read, timeout: 5s }
            routes:
              - path: /api/{kind}/{id}/overview
                methods: [GET]
                roles: [customer]
                compose:
                  payment: { upstream: payment, path: "/payments/{id}", timeout: 250ms }
                  order:
                    upstream: order
                    path: /{kind}/x/{id}
                    required: true
                    maxBody: 2k
                    requestHeaders: [Position]
            """;

    @Test
    void parts_are_read_as_they_are_written() {
        Route route = read(GOOD).routes().getFirst();
        assertThat(route.upstream().name()).isEqualTo("order");
        assertThat(route.cost()).isEqualTo(2);
        assertThat(route.maxBodyBytes()).isZero();
        assertThat(route.parts()).extracting(Part::name).containsExactly("payment", "order");
        Part payment = route.parts().getFirst();
        assertThat(payment.required()).isFalse();
        assertThat(payment.timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(payment.maxBytes()).isEqualTo(1 << 20);
        assertThat(payment.target(route.path(), List.of("api", "a", "7%20", "overview")))
                .isEqualTo("/payments/7%20");
        Part order = route.parts().getLast();
        assertThat(order.required()).isTrue();
        assertThat(order.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(order.maxBytes()).isEqualTo(2048);
        assertThat(order.requestHeaders()).containsExactly("Position");
        assertThat(order.target(route.path(), List.of("api", "a", "7", "overview")))
                .isEqualTo("/base/a/x/7");
    }

    /** Each row: what to change in the good file, into what, and what the refusal says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    [GET]|[GET, POST]|line 9, route 1: /api/{kind}/{id}/overview: a composed route takes GET alone
                    required: true|required: false|no part is required
                    required: true|required: yes|line 16, part 'order': 'required' is yes: write true or false
                    maxBody: 2k|maxBodies: 2k|line 17, part 'order': key 'maxBodies' is not known here
                    {kind}/x/{id}|{kind}/{no}|line 15, part 'order': the route's path has no {no}
                    [Position]|[Content-Length]|line 18, part 'order': header Content-Length cannot be passed to a part
                    [Position]|[X-Forwarded-For]|header X-Forwarded-For cannot be passed to a part
                    {kind}/{id}/overview|{id}/{id}|needs a name of its own for each hole
                    timeout: 250ms|timeout: 6s|line 12, part 'payment': 'timeout' is longer than the route's, 5000ms
                    upstream: order|upstream: odour|line 14, part 'order': upstream 'odour' is not defined; defined are
                    order:\\n|problems:\\n|part 'problems': a part's name
                    burst: 2|burst: 1|line 8, route 1: quota 'read-boss' has a burst of 1 and the route's parts cost 2
                    roles: [customer]|upstream: order|key 'upstream' is not known here
                    """)
    void a_bad_part_is_refused_with_line_and_remedy(String good, String bad, String message) {
        String text = GOOD.replace(good.replace("\\n", "\n"), bad.replace("\\n", "\n"));
        assertThat(text).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(RouteFileException.class)
                .hasMessageContaining(message);
    }

    private static RouteFile read(String yaml) {
        return RouteFileReader.read(yaml, _ -> Optional.empty());
    }
}
