package daybook.local;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the stack tells each service, the gateway and the auditor about the others. */
final class ServiceEnvironment {

    /** Database and role of the keys. */
    static final String VAULT = "vault";

    /** Who seals addresses, or opens them. */
    private static final Set<String> SEALING = Set.of("order", "shipping");

    private final Ports ports;
    private final Secrets secrets;
    private final Detours detours;

    ServiceEnvironment(Ports ports, Secrets secrets, Detours detours) {
        this.ports = ports;
        this.secrets = secrets;
        this.detours = detours;
    }

    Map<String, String> service(String name, int replica) {
        Map<String, String> environment = new HashMap<>(common(ports.service(name, replica)));
        environment.putAll(tokens());
        String database = "postgresql://127.0.0.1:" + ports.postgres() + "/" + name;
        environment.put("DAYBOOK_INSTANCE", name + "-" + replica);
        environment.put(
                "KAFKA_BOOTSTRAP_SERVERS",
                detours.bootstrap(Replicas.name(name, replica)).orElse(ports.kafkaBootstrap()));
        environment.put("QUARKUS_DATASOURCE_USERNAME", name);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", secrets.databasePassword(name));
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + database);
        environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", database);
        if (SEALING.contains(name)) {
            environment.put("QUARKUS_DATASOURCE_VAULT_USERNAME", VAULT);
            environment.put("QUARKUS_DATASOURCE_VAULT_PASSWORD", secrets.databasePassword(VAULT));
            environment.put(
                    "QUARKUS_DATASOURCE_VAULT_JDBC_URL",
                    "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + VAULT);
            environment.put("DAYBOOK_VAULT_MASTER_KEY", secrets.vaultMasterKey());
        }
        if (name.equals("payment")) {
            environment.put(
                    "DAYBOOK_PAYMENT_PROVIDER_URL", Ports.url(ports.paymentSimulator()).toString());
            environment.put("DAYBOOK_PAYMENT_PROVIDER_KEY", secrets.paymentProviderKey());
        }
        if (name.equals("shipping")) {
            environment.put("DAYBOOK_CARRIER_URL", Ports.url(ports.carrierSimulator()).toString());
            environment.put("DAYBOOK_CARRIER_KEY", secrets.carrierKey());
            // The simulated carrier is a thousand times faster than a real one.
            environment.put("DAYBOOK_SHIPPING_TRACKING_FIRST", "PT1S");
            environment.put("DAYBOOK_SHIPPING_TRACKING_MAX", "PT10S");
        }
        return environment;
    }

    Map<String, String> gateway() {
        Map<String, String> environment = new HashMap<>(common(ports.gateway()));
        environment.putAll(tokens());
        for (String service : Stack.SERVICES) {
            // All that there can be: the gateway leaves out those where nobody listens.
            environment.put(
                    "DAYBOOK_UPSTREAM_" + service.toUpperCase(Locale.ROOT),
                    ports.replicas(service).stream()
                            .map(port -> Ports.url(port).toString())
                            .collect(Collectors.joining(",")));
        }
        return environment;
    }

    Map<String, String> auditor() {
        Map<String, String> environment = new HashMap<>(common(ports.auditor()));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", ports.kafkaBootstrap());
        return environment;
    }

    private Map<String, String> tokens() {
        return Map.of("QUARKUS_OIDC_AUTH_SERVER_URL", ports.realmUrl().toString());
    }

    private Map<String, String> common(int port) {
        return Map.of(
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                // Every arena of the C library keeps its own free memory.
                "MALLOC_ARENA_MAX",
                "2");
    }
}
