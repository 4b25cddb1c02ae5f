package daybook.auditor;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import daybook.eventlog.testing.BackingResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuditorTest.Quick.class)
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping")
        })
class AuditorTest {

    public static final class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("daybook.auditor.pause", "50ms", "daybook.auditor.settle", "0s");
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Test
    void a_bad_event_is_named_and_counted_and_no_reason_to_restart() throws Exception {
        await().atMost(PATIENCE).until(() -> status("ready") == 200);
        assertThat(metric("daybook_audit_events_total{log=\"inventory\"}")).isEqualTo("0.0");

        append(1);
        await().atMost(PATIENCE)
                .until(() -> metric("daybook_audit_events_total{log=\"inventory\"}").equals("1.0"));
        get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'audit' }.data.events", equalTo(1));

        RecordMetadata bad = append(3);
        await().atMost(PATIENCE).until(() -> status("ready") == 503);
        String data = "checks.find { it.name == 'audit' }.data.";
        get("/q/health/ready")
                .then()
                .body(data + "'first rule'", equalTo("contiguous"))
                .body(data + "'first service'", equalTo("inventory"))
                .body(data + "'first stream'", equalTo("TEAPOT"))
                .body(data + "'first position'", equalTo(bad.partition() + "-" + bad.offset()))
                .body(data + "'first detail'", equalTo("stock-received: has version 3 after 1"));
        get("/q/health/live").then().statusCode(200).body("checks.name", hasItem("audit"));
        assertThat(metric("daybook_audit_findings{rule=\"contiguous\"}")).isEqualTo("1.0");
        assertThat(metric("daybook_audit_findings{rule=\"readable\"}")).isEqualTo("0.0");
        assertThat(metric("daybook_audit_lag{log=\"inventory\"}")).isEqualTo("0.0");
        assertThat(metric("daybook_audit_round_seconds_count{outcome=\"failed\"}"))
                .isEqualTo("0.0");
        assertThat(metric("daybook_audit_last_round_seconds")).isNotEqualTo("0.0");
    }

    private static int status(String probe) {
        return get("/q/health/" + probe).statusCode();
    }

    private static String metric(String name) {
        return get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("");
    }

    /** An event of the inventory, as the service writes it. */
    private RecordMetadata append(long version) throws Exception {
        var record =
                new ProducerRecord<>(
                        "inventory.events", 1, "TEAPOT", "{\"quantity\":5,\"reference\":\"d\"}");
        Map.of(
                        "ce_type", "stock-received",
                        "ce_time", "2026-01-01T12:00:00Z",
                        "daybook-kind", "event",
                        "daybook-version", Long.toString(version),
                        "daybook-schema", "1",
                        "daybook-command", "c" + version,
                        "daybook-correlation", "r1")
                .forEach((name, value) ->
                        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka),
                        new StringSerializer(),
                        new StringSerializer())) {
            return producer.send(record).get(30, TimeUnit.SECONDS);
        }
    }
}
