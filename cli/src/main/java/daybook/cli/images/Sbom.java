package daybook.cli.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A CycloneDX software bill of materials, as far as it can be held against the files of an image.
 */
final class Sbom {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OWN_GROUP = "daybook";

    /** Part of the application itself: written by Quarkus' build, with a file name of its own. */
    private static final Set<String> GENERATED =
            Set.of(
                    "run.jar",
                    "quarkus-run.jar",
                    "generated-bytecode.jar",
                    "transformed-bytecode.jar");

    /**
     * A dependency of quarkus-core for development, which Quarkus leaves out of what it packages.
     */
    private static final Set<String> NOT_PACKAGED = Set.of("quarkus-ide-launcher");

    private final List<Component> components;

    private record Component(String group, String name, String version, String sha256) {

        String jar() {
            return name + "-" + version + ".jar";
        }

        boolean own() {
            return group.equals(OWN_GROUP);
        }
    }

    private Sbom(List<Component> components) {
        this.components = List.copyOf(components);
    }

    /**
     * @throws IOException if it is no CycloneDX document in JSON
     */
    static Sbom parse(byte[] json) throws IOException {
        JsonNode document = JSON.readTree(json);
        if (!document.path("bomFormat").asText().equals("CycloneDX")) {
            throw new IOException("not a CycloneDX document");
        }
        return new Sbom(
                Stream.concat(
                                Stream.of(document.path("metadata").path("component")),
                                elements(document.path("components")))
                        .map(Sbom::component)
                        .toList());
    }

    private static Component component(JsonNode node) {
        String sha256 =
                elements(node.path("hashes"))
                        .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                        .map(hash -> hash.path("content").asText())
                        .findFirst()
                        .orElse("");
        return new Component(
                node.path("group").asText(),
                node.path("name").asText(),
                node.path("version").asText(),
                sha256);
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** How many components it lists, the application itself included. */
    int size() {
        return components.size();
    }

    /**
     * What is in only one of the two, or not the same in both; nothing if they agree. Modules of
     * our own are compared by name, as they have no hash before they are packaged.
     *
     * @param jars the jars in the image: name without directories, and SHA-256 in hexadecimal
     */
    List<String> differences(Map<String, String> jars) {
        Map<String, Component> byHash = new HashMap<>();
        components.forEach(component -> byHash.put(component.sha256(), component));
        Set<Component> found = new HashSet<>();
        List<String> differences = new ArrayList<>();
        jars.forEach((jar, sha256) -> {
            Component component = byHash.get(sha256);
            if (component == null) {
                component = own(jar);
            }
            if (component != null) {
                found.add(component);
            } else if (!GENERATED.contains(jar)) {
                differences.add("not listed: " + jar);
            }
        });
        components.stream()
                .filter(component -> !found.contains(component))
                .filter(component -> !NOT_PACKAGED.contains(component.name()))
                .forEach(component -> differences.add("not in the image: " + component.jar()));
        return differences;
    }

    private @Nullable Component own(String jar) {
        return components.stream()
                .filter(Component::own)
                // Quarkus puts the group in front.
                .filter(it -> jar.equals(it.jar()) || jar.equals(it.group() + "." + it.jar()))
                .findFirst()
                .orElse(null);
    }
}
