package daybook.shipping.effect;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The effect and the carrier's simulator alone: no log, no database, no identity provider. */
public final class EffectOnlyProfile implements QuarkusTestProfile {

    private static final String GUARD =
            "quarkus.fault-tolerance.\"daybook.shipping.effect.CarrierGuard/call\".";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("quarkus.arc.exclude-dependency.eventlog.group-id", "daybook"),
                Map.entry(
                        "quarkus.arc.exclude-dependency.eventlog.artifact-id", "daybook-eventlog"),
                Map.entry(
                        "quarkus.arc.exclude-types",
                        "daybook.shipping.http.**,daybook.shipping.readmodel.**"),
                Map.entry("daybook.effects", "false"),
                Map.entry("daybook.vault.master-key", "nothing is sealed where no database is"),
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
                Map.entry("quarkus.rest-client.carrier.read-timeout", "1000"),
                Map.entry(GUARD + "circuit-breaker.delay", "200"));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(RunningSimulators.class));
    }
}
