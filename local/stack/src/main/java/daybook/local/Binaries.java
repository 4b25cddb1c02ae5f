package daybook.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The native executables of the services, the gateway and the auditor, and which of them run as
 * such: those that the last {@code up} was told to.
 */
public final class Binaries {

    /** All that can be native. */
    public static final List<String> NAMES =
            Stream.concat(Stack.SERVICES.stream(), Stream.of("gateway", Stack.AUDITOR)).toList();

    private final Layout layout;

    public Binaries(Layout layout) {
        this.layout = layout;
    }

    /**
     * @throws StackFailure if there is nothing native of that name
     */
    public static void check(String name) {
        if (!NAMES.contains(name)) {
            throw new StackFailure(
                    "'%s' cannot be native; what can is %s"
                            .formatted(name, String.join(", ", NAMES)));
        }
    }

    /** The directory of one of them in the project. */
    public static String module(String name) {
        return name.equals("gateway") ? name : "services/" + name;
    }

    /** The executable, where the build puts it; empty if there is none. */
    public Optional<Path> find(String name) {
        Path target = layout.project().resolve(module(name)).resolve("target");
        try (var found = Files.newDirectoryStream(target, "*-runner")) {
            for (Path file : found) {
                return Optional.of(file);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether there is an executable that no source is newer than. */
    public boolean current(String name) {
        return find(name).filter(binary -> !changedSince(name, binary)).isPresent();
    }

    private boolean changedSince(String name, Path binary) {
        Stream<String> modules =
                switch (name) {
                    case "gateway" -> Stream.of("gateway");
                    case Stack.AUDITOR ->
                            Stream.of(
                                    module(name),
                                    "services/audit",
                                    "services/eventlog",
                                    "services/contracts");
                    default -> Stream.of(module(name), "services/eventlog", "services/contracts");
                };
        return Stream.concat(
                        Stream.of("pom.xml"),
                        modules.flatMap(it -> Stream.of(it + "/pom.xml", it + "/src/main")))
                .map(layout.project()::resolve)
                .anyMatch(source -> hasNewer(source, binary));
    }

    /** Directories count too: one gets a new time when a file in it comes or goes. */
    private static boolean hasNewer(Path source, Path binary) {
        try (var files = Files.walk(source)) {
            FileTime built = Files.getLastModifiedTime(binary);
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Says what runs as a native executable from its next start on; all else runs on a JVM.
     *
     * @throws StackFailure if one is missing or older than its sources
     */
    public void choose(Collection<String> names) {
        names.forEach(Binaries::check);
        List<String> unusable = names.stream().filter(name -> !current(name)).toList();
        if (!unusable.isEmpty()) {
            throw new StackFailure(
                    "no native executable that is newer than its sources: %s; build with ./daybook native %s"
                            .formatted(String.join(", ", unusable), String.join(" ", unusable)));
        }
        try {
            Files.createDirectories(layout.nativeOnes().getParent());
            Files.write(layout.nativeOnes(), names);
        } catch (IOException e) {
            throw new StackFailure("cannot write " + layout.nativeOnes(), e);
        }
    }

    /** The executable to run, if this is to run as one. */
    Optional<Path> chosen(String name) {
        try {
            return Files.readAllLines(layout.nativeOnes()).contains(name)
                    ? find(name)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StackFailure("cannot read " + layout.nativeOnes(), e);
        }
    }
}
