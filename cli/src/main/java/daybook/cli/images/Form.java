package daybook.cli.images;

import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How the program in an image runs. */
public enum Form {
    JVM,
    NATIVE;

    String dockerfile() {
        return this == JVM ? "native-build/Dockerfile.jvm" : "native-build/Dockerfile.native";
    }

    /** Native is the usual form, except of the simulators, which have no other than the JVM's. */
    String tag(Module module, String version) {
        return this == JVM && module != Module.SIMULATORS ? version + "-jvm" : version;
    }

    Map<String, String> arguments(Module module) {
        return module == Module.SIMULATORS ? Map.of("APP", "app") : Map.of();
    }

    /**
     * @throws StackFailure if what goes into the image is not there
     */
    void require(Path project, Module module) throws IOException {
        if (this == JVM) {
            return;
        }
        if (module == Module.SIMULATORS) {
            throw new StackFailure(
                    "the simulators run on the JVM only: leave them out, or use --jvm");
        }
        Path target = module.target(project);
        if (Files.isDirectory(target)) {
            try (var binaries = Files.newDirectoryStream(target, "*-runner")) {
                if (binaries.iterator().hasNext()) {
                    return;
                }
            }
        }
        throw new StackFailure(
                "%s has no native binary yet: ./daybook native %1$s makes it"
                        .formatted(module.label()));
    }
}
