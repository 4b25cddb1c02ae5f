package daybook.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is rendered is what a cluster takes: no unknown field, no wrong type, nothing missing. */
class SchemaTest {

    /** Fields that a cluster requires; the Java types have none that are. */
    private static final Map<String, List<String>> REQUIRED =
            Map.of(
                    "Deployment", List.of("/spec/selector/matchLabels", "/spec/template/spec"),
                    "StatefulSet", List.of("/spec/selector/matchLabels", "/spec/serviceName"),
                    "Job", List.of("/spec/template/spec/restartPolicy"),
                    "Service", List.of("/spec/ports/0/port", "/spec/selector"),
                    "PodDisruptionBudget", List.of("/spec/selector/matchLabels"),
                    "NetworkPolicy", List.of("/spec/podSelector", "/spec/policyTypes"),
                    "HorizontalPodAutoscaler",
                            List.of("/spec/maxReplicas", "/spec/scaleTargetRef/kind"),
                    "ScaledObject", List.of("/spec/scaleTargetRef/name", "/spec/triggers/0/type"));

    /** Texts of which a cluster knows only some; to the Java types they are any text. */
    private static final Map<String, Set<String>> CHOICES =
            Map.of(
                    "whenUnsatisfiable", Set.of("DoNotSchedule", "ScheduleAnyway"),
                    "podManagementPolicy", Set.of("OrderedReady", "Parallel"),
                    "restartPolicy", Set.of("Always", "OnFailure", "Never"),
                    "protocol", Set.of("TCP", "UDP", "SCTP"),
                    "fsGroupChangePolicy", Set.of("OnRootMismatch", "Always"),
                    "unhealthyPodEvictionPolicy", Set.of("IfHealthyBudget", "AlwaysAllow"),
                    "pathType", Set.of("Exact", "Prefix", "ImplementationSpecific"),
                    "policyTypes", Set.of("Ingress", "Egress"),
                    "accessModes", Set.of("ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany"),
                    "patternType", Set.of("literal", "prefix"));

    static Stream<Manifests> manifests() {
        return Manifests.all();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void no_field_is_unknown_or_of_another_type(Manifests manifests) {
        SoftAssertions.assertSoftly(all -> {
            for (JsonNode resource : manifests.resources()) {
                all.assertThatCode(() -> Assertions.assertThat(unknownFields(resource)).isEmpty())
                        .as(Manifests.id(resource))
                        .doesNotThrowAnyException();
            }
        });
    }

    private static List<String> unknownFields(JsonNode resource) throws Exception {
        return StrictReading.knows(resource)
                ? StrictReading.unknownFields(resource)
                : CustomResources.unknownFields(resource);
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void what_a_cluster_requires_is_there(Manifests manifests) {
        SoftAssertions.assertSoftly(all -> {
            for (JsonNode resource : manifests.resources()) {
                for (String field :
                        REQUIRED.getOrDefault(resource.path("kind").asText(), List.of())) {
                    all.assertThat(resource.at(field).isMissingNode())
                            .as("%s lacks %s", Manifests.id(resource), field)
                            .isFalse();
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void a_choice_is_one_that_a_cluster_knows(Manifests manifests) {
        SoftAssertions.assertSoftly(all -> {
            for (JsonNode resource : manifests.resources()) {
                CHOICES.forEach((field, choices) -> {
                    for (JsonNode found : resource.findValues(field)) {
                        for (JsonNode value : found.isArray() ? found : List.of(found)) {
                            all.assertThat(choices)
                                    .as("%s, %s", Manifests.id(resource), field)
                                    .contains(value.asText());
                        }
                    }
                });
            }
        });
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void no_two_resources_have_the_same_name(Manifests manifests) {
        assertThat(manifests.resources().stream().map(Manifests::id)).doesNotHaveDuplicates();
    }

    @Test
    void a_misspelt_field_deep_inside_is_found() throws Exception {
        JsonNode gateway = gateway();
        ((ObjectNode) gateway.at("/spec/template/spec/containers/0/readinessProbe"))
                .put("periodSecond", 3);

        assertThat(StrictReading.unknownFields(gateway))
                .containsExactly(".Spec.Template.Spec.Containers[].ReadinessProbe.periodSecond");
    }

    @Test
    void a_value_of_another_type_is_found() {
        JsonNode gateway = gateway();
        ((ObjectNode) gateway.at("/spec/template/spec/containers/0/env/0")).put("value", true);

        Assertions.assertThatThrownBy(() -> StrictReading.unknownFields(gateway))
                .hasMessageContaining("Cannot coerce Boolean value");
    }

    @Test
    void a_misspelt_field_of_an_operators_resource_is_found() {
        JsonNode scaled =
                Manifests.overlay("production-operators")
                        .of("ScaledObject")
                        .findFirst()
                        .orElseThrow()
                        .deepCopy();
        ((ObjectNode) scaled.path("spec")).set("maxReplicas", TextNode.valueOf("3"));

        assertThat(CustomResources.unknownFields(scaled))
                .containsExactly("keda.sh/v1alpha1/ScaledObject spec.maxReplicas string");
    }

    private static JsonNode gateway() {
        return Manifests.overlay("local")
                .of("Deployment")
                .filter(deployment -> deployment.at("/metadata/name").asText().equals("gateway"))
                .findFirst()
                .orElseThrow()
                .deepCopy();
    }
}
