package daybook.payment.effect;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The effect and the provider's simulator alone: no log, no database, no identity provider. */
public final class EffectOnlyProfile implements QuarkusTestProfile {

    private static final String GUARD =
            "quarkus.fault-tolerance.\"daybook.payment.effect.StripeGuard/call\".";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("quarkus.arc.exclude-dependency.eventlog.group-id", "daybook"),
                Map.entry(
                        "quarkus.arc.exclude-dependency.eventlog.artifact-id", "daybook-eventlog"),
                Map.entry(
                        "quarkus.arc.exclude-types",
                        "daybook.payment.http.**,daybook.payment.readmodel.**"),
                Map.entry("daybook.effects", "false"),
                Map.entry("quarkus.datasource.jdbc", "false"),
                Map.entry("quarkus.datasource.reactive", "false"),
                Map.entry("quarkus.hibernate-orm.enabled", "false"),
                Map.entry("quarkus.flyway.enabled", "false"),
                Map.entry("quarkus.oidc.enabled", "false"),
                Map.entry("quarkus.devservices.enabled", "false"),
                Map.entry("mp.messaging.outgoing.commands.enabled", "false"),
                Map.entry("mp.messaging.incoming.replies.enabled", "false"),
                Map.entry("mp.messaging.incoming.projection.enabled", "false"),
                Map.entry("quarkus.http.test-port", "0"),
                // Short waits; everything else as in production.
                Map.entry(GUARD + "retry.delay", "5"),
                Map.entry(GUARD + "retry.jitter", "1"),
                Map.entry(GUARD + "timeout.value", "1000"),
                Map.entry(GUARD + "circuit-breaker.delay", "200"));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(RunningSimulators.class));
    }
}
