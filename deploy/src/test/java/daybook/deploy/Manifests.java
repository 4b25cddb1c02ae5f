package daybook.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/**
 * What one overlay, or one combination of components that no overlay has, comes to.
 *
 * @param name the overlay's, or the combination's
 * @param resources in the order in which they would be applied
 */
record Manifests(String name, List<JsonNode> resources) {

    private static final Path K8S = Path.of("k8s").toAbsolutePath();
    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

    /** Components that no overlay has, on top of one that they fit. */
    private static final Map<String, List<String>> COMBINATIONS =
            Map.of(
                    "local", List.of("jvm", "redis", "ingress", "gateway-api", "autoscaling"),
                    "production", List.of("jvm", "gateway-api", "monitoring"),
                    "production-operators", List.of("jvm", "ingress", "redis"));

    static Stream<Manifests> all() {
        return Stream.concat(
                COMBINATIONS.keySet().stream().sorted().map(Manifests::overlay),
                COMBINATIONS.keySet().stream().sorted().map(Manifests::combination));
    }

    static Manifests overlay(String name) {
        return RENDERED.computeIfAbsent(name, n -> render(n, K8S.resolve("overlays").resolve(n)));
    }

    private static Manifests combination(String overlay) {
        return RENDERED.computeIfAbsent(
                overlay + " + " + String.join(" + ", COMBINATIONS.get(overlay)),
                name -> {
                    try {
                        Path directory =
                                Files.createDirectories(
                                        Path.of("target/combinations", overlay).toAbsolutePath());
                        var text = new StringBuilder("namespace: daybook\nresources:\n  - ");
                        text.append(directory.relativize(K8S.resolve("overlays/" + overlay)));
                        text.append("\ncomponents:\n");
                        for (String component : COMBINATIONS.get(overlay)) {
                            Path path = K8S.resolve("components").resolve(component);
                            text.append("  - ").append(directory.relativize(path)).append('\n');
                        }
                        Files.writeString(directory.resolve("kustomization.yaml"), text);
                        return render(name, directory);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static Manifests render(String name, Path directory) {
        try {
            Process process =
                    new ProcessBuilder("kubectl", "kustomize", directory.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (var documents =
                    new YAMLMapper()
                            .readerFor(JsonNode.class)
                            .<JsonNode>readValues(process.getInputStream())) {
                var resources = documents.readAll();
                if (process.waitFor() != 0) {
                    throw new IllegalStateException("kubectl cannot render " + name);
                }
                return new Manifests(name, resources);
            }
        } catch (IOException e) {
            Assumptions.abort("the manifests are not checked, as kubectl does not run: " + e);
            throw new AssertionError("not reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Stream<JsonNode> of(String... kinds) {
        List<String> wanted = List.of(kinds);
        return resources.stream().filter(r -> wanted.contains(r.path("kind").asText()));
    }

    /** What runs for as long as nobody stops it. */
    Stream<JsonNode> servers() {
        return of("Deployment", "StatefulSet");
    }

    /** Everything with a pod template. */
    Stream<JsonNode> workloads() {
        return of("Deployment", "StatefulSet", "Job");
    }

    static JsonNode podSpec(JsonNode workload) {
        return workload.at("/spec/template/spec");
    }

    static JsonNode podLabels(JsonNode workload) {
        return workload.at("/spec/template/metadata/labels");
    }

    static Stream<JsonNode> containers(JsonNode workload) {
        return Stream.concat(
                elements(podSpec(workload).path("initContainers")),
                elements(podSpec(workload).path("containers")));
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static String id(JsonNode resource) {
        return resource.path("kind").asText() + "/" + resource.at("/metadata/name").asText();
    }

    /** Whether a label selector with matchLabels and matchExpressions selects these labels. */
    static boolean selects(JsonNode selector, JsonNode labels) {
        boolean byLabel =
                selector.path("matchLabels").properties().stream()
                        .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
        return byLabel
                && elements(selector.path("matchExpressions"))
                        .allMatch(e ->
                                switch (e.path("operator").asText()) {
                                    case "Exists" -> labels.has(e.path("key").asText());
                                    default ->
                                            throw new IllegalArgumentException(
                                                    "not known here: " + e);
                                });
    }

    @Override
    public String toString() {
        return name;
    }
}
