package daybook.deploy;

import static daybook.deploy.Manifests.containers;
import static daybook.deploy.Manifests.elements;
import static daybook.deploy.Manifests.id;
import static daybook.deploy.Manifests.podLabels;
import static daybook.deploy.Manifests.podSpec;
import static daybook.deploy.Manifests.selects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every overlay promises about safety and about staying up. */
class PolicyTest {

    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:[0-9]+(\\.[0-9]+)+(-jvm)?");
    private static final List<String> PROBES =
            List.of("startupProbe", "livenessProbe", "readinessProbe");
    private static final int PARTITIONS = 12;

    /** Secrets that somebody or an operator has to make; docs/kubernetes.md lists them. */
    private static final Set<String> EXTERNAL_SECRETS =
            Set.of(
                    "order-database",
                    "inventory-database",
                    "payment-database",
                    "shipping-database",
                    "vault-database",
                    "vault",
                    "order-kafka",
                    "inventory-kafka",
                    "payment-kafka",
                    "shipping-kafka",
                    "auditor-kafka",
                    "keda-kafka",
                    "daybook-cluster-ca-cert",
                    "daybook-database-ca",
                    "payment-provider",
                    "carrier",
                    "redis",
                    "daybook-tls");

    static Stream<Manifests> manifests() {
        return Manifests.all();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void pods_are_restricted(Manifests manifests) {
        SoftAssertions.assertSoftly(all -> {
            manifests
                    .workloads()
                    .forEach(workload -> {
                        JsonNode pod = podSpec(workload);
                        all.assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                                .as(id(workload) + " runs as non-root")
                                .isTrue();
                        all.assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                                .as(id(workload))
                                .isEqualTo("RuntimeDefault");
                        all.assertThat(pod.at("/securityContext/runAsUser").asInt())
                                .as(id(workload) + " runs as user")
                                .isPositive();
                        all.assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                                .as(id(workload) + " has a token")
                                .isFalse();
                        // Else a Service named kafka sets KAFKA_PORT in every pod.
                        all.assertThat(pod.path("enableServiceLinks").asBoolean(true))
                                .as(id(workload) + " has service links")
                                .isFalse();
                        all.assertThat(pod.path("serviceAccountName").asText())
                                .as(id(workload) + " has an account of its own")
                                .isNotEmpty();
                        containers(workload).forEach(c -> restricted(all, workload, c));
                    });
        });
    }

    private static void restricted(SoftAssertions all, JsonNode workload, JsonNode container) {
        JsonNode context = container.path("securityContext");
        String name = id(workload) + " " + container.path("name").asText();
        all.assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).as(name).isFalse();
        all.assertThat(context.path("readOnlyRootFilesystem").asBoolean()).as(name).isTrue();
        all.assertThat(context.path("privileged").asBoolean()).as(name).isFalse();
        all.assertThat(context.at("/capabilities/drop/0").asText()).as(name).isEqualTo("ALL");
        all.assertThat(context.at("/capabilities/add").isMissingNode()).as(name).isTrue();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void the_namespace_enforces_it(Manifests manifests) {
        Assertions.assertThat(manifests.of("Namespace"))
                .singleElement()
                .returns(
                        "restricted",
                        n ->
                                n.at("/metadata/labels")
                                        .path("pod-security.kubernetes.io/enforce")
                                        .asText());
        Assertions.assertThat(manifests.resources().stream().filter(r -> !isNamespace(r)))
                .allSatisfy(r ->
                        Assertions.assertThat(r.at("/metadata/namespace").asText())
                                .as(id(r))
                                .isEqualTo("daybook"));
    }

    private static boolean isNamespace(JsonNode resource) {
        return resource.path("kind").asText().equals("Namespace");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void every_container_has_requests_limits_and_a_pinned_image(Manifests manifests) {
        SoftAssertions.assertSoftly(all ->
                manifests
                        .workloads()
                        .forEach(workload ->
                                containers(workload)
                                        .forEach(container -> {
                                            String name =
                                                    id(workload)
                                                            + " "
                                                            + container.path("name").asText();
                                            for (String what : List.of("requests", "limits")) {
                                                JsonNode set =
                                                        container.path("resources").path(what);
                                                all.assertThat(
                                                                set.hasNonNull("cpu")
                                                                        && set.hasNonNull("memory"))
                                                        .as(
                                                                "%s has %s of cpu and memory",
                                                                name, what)
                                                        .isTrue();
                                            }
                                            all.assertThat(container.path("image").asText())
                                                    .as(name)
                                                    .matches(PINNED);
                                        })));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void servers_have_probes_time_to_drain_and_one_budget(Manifests manifests) {
        SoftAssertions.assertSoftly(all ->
                manifests
                        .servers()
                        .forEach(server -> {
                            for (JsonNode container : podSpec(server).path("containers")) {
                                for (String probe : PROBES) {
                                    all.assertThat(container.has(probe))
                                            .as("%s has a %s", id(server), probe)
                                            .isTrue();
                                }
                            }
                            all.assertThat(
                                            manifests
                                                    .of("PodDisruptionBudget")
                                                    .filter(b ->
                                                            selects(
                                                                    b.at("/spec/selector"),
                                                                    podLabels(server))))
                                    .as("budgets of " + id(server))
                                    .singleElement()
                                    // Never in the way of a drain, however few replicas there are.
                                    .returns(1, b -> b.at("/spec/maxUnavailable").asInt());
                        }));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void nothing_flows_that_is_not_named(Manifests manifests) {
        List<JsonNode> policies = manifests.of("NetworkPolicy").toList();
        Assertions.assertThat(policies)
                .anySatisfy(p -> {
                    Assertions.assertThat(p.at("/spec/podSelector").isEmpty()).isTrue();
                    Assertions.assertThat(p.at("/spec/policyTypes")).hasSize(2);
                    Assertions.assertThat(p.path("spec").has("ingress")).isFalse();
                    Assertions.assertThat(p.path("spec").has("egress")).isFalse();
                });
        SoftAssertions.assertSoftly(all -> {
            for (JsonNode policy : policies) {
                for (String direction : List.of("ingress", "egress")) {
                    for (JsonNode rule : policy.path("spec").path(direction)) {
                        String peers = direction.equals("ingress") ? "from" : "to";
                        all.assertThat(rule.path(peers).isEmpty())
                                .as("%s opens %s to everybody", id(policy), direction)
                                .isFalse();
                    }
                }
            }
            manifests
                    .workloads()
                    .forEach(workload ->
                            all.assertThat(
                                            policies.stream()
                                                    .filter(p ->
                                                            !p.at("/spec/podSelector").isEmpty()))
                                    .as("policies for " + id(workload))
                                    .anyMatch(p ->
                                            selects(
                                                    p.at("/spec/podSelector"),
                                                    podLabels(workload))));
        });
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void services_lead_to_ports_that_pods_have_and_policies_let_in(Manifests manifests) {
        SoftAssertions.assertSoftly(all ->
                manifests
                        .of("Service")
                        .forEach(service -> {
                            List<JsonNode> behind =
                                    manifests
                                            .servers()
                                            .filter(s -> matches(service, podLabels(s)))
                                            .toList();
                            all.assertThat(behind).as("behind " + id(service)).hasSize(1);
                            for (JsonNode server : behind) {
                                for (JsonNode port : service.at("/spec/ports")) {
                                    JsonNode target = port.path("targetPort");
                                    all.assertThat(portsOf(server))
                                            .as(id(service))
                                            .contains(target.asText());
                                }
                            }
                        }));
    }

    private static boolean matches(JsonNode service, JsonNode labels) {
        return service.at("/spec/selector").properties().stream()
                .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
    }

    private static Set<String> portsOf(JsonNode server) {
        return containers(server)
                .flatMap(container -> elements(container.path("ports")))
                .map(port -> port.path("name").asText())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void one_autoscaler_at_most_within_the_partitions(Manifests manifests) {
        List<JsonNode> scalers = manifests.of("HorizontalPodAutoscaler", "ScaledObject").toList();
        Assertions.assertThat(scalers.stream().map(s -> s.at("/spec/scaleTargetRef")))
                .doesNotHaveDuplicates();
        SoftAssertions.assertSoftly(all -> {
            for (JsonNode scaler : scalers) {
                String target = scaler.at("/spec/scaleTargetRef/name").asText();
                all.assertThat(manifests.servers())
                        .as(id(scaler))
                        .anySatisfy(s -> {
                            Assertions.assertThat(s.at("/metadata/name").asText())
                                    .isEqualTo(target);
                            // Else each apply would undo what the autoscaler did.
                            Assertions.assertThat(s.path("spec").has("replicas")).isFalse();
                        });
                JsonNode most = scaler.path("spec").findValue("maxReplicas");
                int replicas =
                        most == null ? scaler.at("/spec/maxReplicaCount").asInt() : most.asInt();
                all.assertThat(replicas).as(id(scaler)).isBetween(2, PARTITIONS);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void references_lead_somewhere(Manifests manifests) {
        SoftAssertions.assertSoftly(all ->
                manifests
                        .workloads()
                        .forEach(workload -> {
                            JsonNode pod = podSpec(workload);
                            all.assertThat(pod.path("serviceAccountName").asText())
                                    .as(id(workload))
                                    .isIn(names(manifests, "ServiceAccount"));
                            for (JsonNode name : configMaps(pod)) {
                                all.assertThat(name.asText())
                                        .as(id(workload))
                                        .isIn(names(manifests, "ConfigMap"));
                            }
                            for (JsonNode ref : pod.findValues("configMapKeyRef")) {
                                all.assertThat(keys(manifests, "ConfigMap", ref))
                                        .as("%s: %s", id(workload), ref)
                                        .contains(ref.path("key").asText());
                            }
                            for (JsonNode ref : pod.findValues("secretKeyRef")) {
                                known(all, manifests, workload, ref.path("name").asText());
                            }
                            for (JsonNode volume : pod.path("volumes")) {
                                if (volume.has("secret")) {
                                    known(
                                            all,
                                            manifests,
                                            workload,
                                            volume.at("/secret/secretName").asText());
                                }
                            }
                        }));
    }

    private static List<JsonNode> configMaps(JsonNode pod) {
        return Stream.concat(
                        pod.findValues("configMapRef").stream().map(r -> r.path("name")),
                        elements(pod.path("volumes"))
                                .filter(v -> v.has("configMap"))
                                .map(v -> v.at("/configMap/name")))
                .toList();
    }

    private static void known(
            SoftAssertions all, Manifests manifests, JsonNode workload, String secret) {
        Set<String> known = new HashSet<>(names(manifests, "Secret"));
        if (known.isEmpty() || secret.equals("redis")) {
            known.addAll(EXTERNAL_SECRETS);
        }
        all.assertThat(secret).as(id(workload)).isIn(known);
    }

    private static Set<String> names(Manifests manifests, String kind) {
        return manifests
                .of(kind)
                .map(r -> r.at("/metadata/name").asText())
                .collect(Collectors.toSet());
    }

    private static List<String> keys(Manifests manifests, String kind, JsonNode ref) {
        return manifests
                .of(kind)
                .filter(r -> r.at("/metadata/name").equals(ref.path("name")))
                .flatMap(r -> r.path("data").properties().stream().map(e -> e.getKey()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void only_the_local_overlay_has_secrets(Manifests manifests) {
        if (!manifests.name().startsWith("local")) {
            Assertions.assertThat(manifests.of("Secret")).isEmpty();
        }
        SoftAssertions.assertSoftly(all ->
                manifests
                        .workloads()
                        .flatMap(Manifests::containers)
                        .flatMap(container -> elements(container.path("env")))
                        .filter(variable ->
                                variable.path("name")
                                        .asText()
                                        .matches(".*(PASSWORD|SECRET|KEY|TOKEN|JAAS).*"))
                        .forEach(variable ->
                                all.assertThat(variable.at("/valueFrom/secretKeyRef/name").asText())
                                        .as(variable.path("name").asText())
                                        .isNotEmpty()));
    }
}
