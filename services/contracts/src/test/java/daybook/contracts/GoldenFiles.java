package daybook.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The stored form of every version of every command and event that a release has ever written, byte
 * for byte: one file each, with a line for each constant if it has any. Beside a form that is
 * written no more stands what it is read as today.
 */
final class GoldenFiles {

    /** Writes what is missing; what is there is never changed, as it stands in somebody's log. */
    static final String WRITE =
            "./daybook test -pl services/contracts -am -Dtest=StoredFormsTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dgolden=write";

    private static final Path ROOT = Path.of("src/test/resources/golden");

    private GoldenFiles() {}

    static boolean writing() {
        return "write".equals(System.getProperty("golden"));
    }

    /** What was stored. */
    static Path stored(String service, String name, int version) {
        return ROOT.resolve(service, "%s.v%d.json".formatted(name, version));
    }

    /** What it is read as today. */
    static Path today(String service, String name, int version) {
        return ROOT.resolve(service, "%s.v%d.today.json".formatted(name, version));
    }

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static void write(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    /** The services that say what they store, which are packages beside this one. */
    static List<String> services() throws IOException {
        var services = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(Path.of("target/classes/daybook/contracts"), 1)) {
            files.skip(1)
                    .filter(Files::isDirectory)
                    .forEach(p -> services.add(p.getFileName().toString()));
        }
        return List.copyOf(services);
    }
}
