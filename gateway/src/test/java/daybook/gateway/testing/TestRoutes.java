package daybook.gateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Runs the gateway on {@code test-routes.yaml}, whose upstreams fail on demand. */
public final class TestRoutes implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("daybook.gateway.routes", "target/test-classes/test-routes.yaml");
    }
}
