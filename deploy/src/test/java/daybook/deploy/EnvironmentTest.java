package daybook.deploy;

import static daybook.deploy.Manifests.containers;
import static daybook.deploy.Manifests.elements;
import static daybook.deploy.Manifests.id;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.auditor.AuditorConfig;
import daybook.eventlog.config.EventLogConfig;
import daybook.eventlog.config.InitConfig;
import daybook.gateway.GatewayConfig;
import daybook.order.OrderConfig;
import daybook.order.VaultConfig;
import daybook.payment.effect.PaymentProviderConfig;
import daybook.shipping.ShippingConfig;
import daybook.shipping.effect.CarrierConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variable that a manifest sets is a setting that somebody reads when the process starts. */
class EnvironmentTest {

    private static final Pattern USE = Pattern.compile("\\$\\(([A-Z_]+)\\)");
    private static final List<Class<?>> OURS =
            List.of(
                    EventLogConfig.class,
                    InitConfig.class,
                    OrderConfig.class,
                    VaultConfig.class,
                    PaymentProviderConfig.class,
                    ShippingConfig.class,
                    CarrierConfig.class,
                    GatewayConfig.class,
                    AuditorConfig.class);

    static Stream<Manifests> manifests() {
        return Manifests.all();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void every_variable_is_a_setting(Manifests manifests) throws IOException {
        Set<String> settings = new HashSet<>();
        settings.addAll(quarkus());
        settings.addAll(daybook());
        settings.addAll(kafka());
        settings.add("MALLOC_ARENA_MAX");
        SoftAssertions.assertSoftly(all ->
                manifests
                        .workloads()
                        .filter(EnvironmentTest::isOurs)
                        .forEach(workload ->
                                containers(workload)
                                        .forEach(container -> {
                                            Map<String, String> environment =
                                                    environment(manifests, container);
                                            Set<String> used = new HashSet<>();
                                            environment
                                                    .values()
                                                    .forEach(value ->
                                                            USE.matcher(value)
                                                                    .results()
                                                                    .forEach(use ->
                                                                            used.add(
                                                                                    use.group(1))));
                                            all.assertThat(used)
                                                    .as("used in values of " + id(workload))
                                                    .isSubsetOf(environment.keySet());
                                            Set<String> rest = new HashSet<>(environment.keySet());
                                            rest.removeAll(used);
                                            all.assertThat(rest)
                                                    .as(id(workload))
                                                    .isSubsetOf(settings);
                                        })));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void services_gateway_and_auditor_are_told_where_everything_is(Manifests manifests) {
        manifests
                .workloads()
                .filter(EnvironmentTest::isOurs)
                .forEach(workload ->
                        containers(workload)
                                .forEach(container -> {
                                    var set =
                                            Assertions.assertThat(
                                                    environment(manifests, container));
                                    String component =
                                            Manifests.podLabels(workload).path(COMPONENT).asText();
                                    set.as(id(workload)).containsEntry("QUARKUS_HTTP_PORT", "8080");
                                    set.containsKey("QUARKUS_OIDC_AUTH_SERVER_URL");
                                    if (!component.equals("gateway")) {
                                        set.containsKey("KAFKA_BOOTSTRAP_SERVERS");
                                    }
                                    if (Set.of("service", "init").contains(component)) {
                                        set.containsKey("QUARKUS_DATASOURCE_JDBC_URL");
                                        set.containsKey("QUARKUS_DATASOURCE_REACTIVE_URL");
                                        set.containsKey("QUARKUS_DATASOURCE_PASSWORD");
                                    }
                                }));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void production_speaks_tls_and_says_who_it_is(Manifests manifests) {
        if (manifests.name().startsWith("local")) {
            return;
        }
        manifests
                .workloads()
                .filter(EnvironmentTest::isOurs)
                .flatMap(Manifests::containers)
                .map(container -> environment(manifests, container))
                .filter(environment -> environment.containsKey("KAFKA_BOOTSTRAP_SERVERS"))
                .forEach(environment ->
                        Assertions.assertThat(environment)
                                .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                                .containsKey("KAFKA_SASL_JAAS_CONFIG")
                                .containsKey("KAFKA_SSL_TRUSTSTORE_LOCATION"));
        manifests
                .workloads()
                .filter(EnvironmentTest::isOurs)
                .flatMap(Manifests::containers)
                .map(container -> environment(manifests, container))
                .filter(environment -> environment.containsKey("QUARKUS_DATASOURCE_JDBC_URL"))
                .forEach(environment ->
                        Assertions.assertThat(environment)
                                .containsEntry(
                                        "QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE",
                                        "verify-full")
                                .hasEntrySatisfying(
                                        "DATABASE_PARAMETERS",
                                        value ->
                                                Assertions.assertThat(value)
                                                        .contains("sslmode=verify-full")));
    }

    private static final String COMPONENT = "app.kubernetes.io/component";

    private static boolean isOurs(JsonNode workload) {
        return Set.of("service", "init", "gateway", "auditor")
                .contains(Manifests.podLabels(workload).path(COMPONENT).asText());
    }

    /** What is known of a container's environment: of a secret's values, that they are there. */
    private static Map<String, String> environment(Manifests manifests, JsonNode container) {
        Map<String, String> environment = new LinkedHashMap<>();
        elements(container.path("envFrom"))
                .map(from -> data(manifests, from.at("/configMapRef/name").asText()))
                .forEach(data ->
                        data.properties()
                                .forEach(e -> environment.put(e.getKey(), e.getValue().asText())));
        for (JsonNode variable : container.path("env")) {
            JsonNode ref = variable.at("/valueFrom/configMapKeyRef");
            String value =
                    ref.isMissingNode()
                            ? variable.path("value").asText()
                            : data(manifests, ref.path("name").asText())
                                    .path(ref.path("key").asText())
                                    .asText();
            environment.put(variable.path("name").asText(), value);
        }
        return environment;
    }

    private static JsonNode data(Manifests manifests, String configMap) {
        return manifests
                .of("ConfigMap")
                .filter(map -> map.at("/metadata/name").asText().equals(configMap))
                .findFirst()
                .map(map -> map.path("data"))
                .orElseThrow(() -> new AssertionError("no ConfigMap " + configMap));
    }

    /** The settings that the extensions on the class path read when the process starts. */
    private static Set<String> quarkus() throws IOException {
        Set<String> names = new HashSet<>();
        var models =
                EnvironmentTest.class
                        .getClassLoader()
                        .getResources("META-INF/quarkus-config-doc/quarkus-config-model.json");
        for (URL model : Collections.list(models)) {
            collect(new ObjectMapper().readTree(model), names);
        }
        return names;
    }

    private static void collect(JsonNode node, Set<String> names) {
        JsonNode variable = node.at("/path/environmentVariable");
        // Others are fixed when the application is built, and a variable would be ignored.
        if (!variable.isMissingNode() && node.path("phase").asText().equals("RUN_TIME")) {
            names.add(variable.asText());
            // A datasource with a name has the settings of the one without.
            names.add(variable.asText().replaceFirst("^QUARKUS_DATASOURCE_", "$0VAULT_"));
        }
        node.forEach(child -> collect(child, names));
    }

    private static Set<String> daybook() throws IOException {
        Set<String> names = new HashSet<>();
        for (Class<?> config : OURS) {
            String prefix = config.getAnnotation(ConfigMapping.class).prefix();
            properties(prefix, config).forEach(property -> names.add(variable(property)));
        }
        Path routes = Path.of("../gateway/src/main/resources/daybook-routes.yaml");
        Pattern.compile("\\$\\{([A-Z_]+):")
                .matcher(Files.readString(routes))
                .results()
                .forEach(use -> names.add(use.group(1)));
        return names;
    }

    private static Stream<String> properties(String prefix, Class<?> mapping) {
        return Stream.of(mapping.getMethods())
                .flatMap(method -> {
                    String name = prefix + "." + StringUtil.skewer(method.getName());
                    boolean group = method.getReturnType().isMemberClass();
                    return group ? properties(name, method.getReturnType()) : Stream.of(name);
                });
    }

    private static Set<String> kafka() {
        Set<String> names = new HashSet<>();
        Stream.of(ProducerConfig.configNames(), ConsumerConfig.configNames())
                .flatMap(Set::stream)
                .forEach(property -> names.add(variable("kafka." + property)));
        return names;
    }

    private static String variable(String property) {
        return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(Locale.ROOT);
    }
}
