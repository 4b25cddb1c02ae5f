package daybook.local;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where things lie on this machine.
 *
 * @param project the checkout, with the built modules in it
 * @param state everything that a running stack writes: data, logs, process records, secrets
 */
public record Layout(Path project, Path state) {

    public Layout {
        project = project.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
    }

    /** The usual place: {@code .daybook} in the checkout. */
    public static Layout in(Path project) {
        return new Layout(project, project.resolve(".daybook"));
    }

    /** The checkout that the current directory lies in; for tests, which run in their module. */
    public static Path enclosingProject() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("local/kafka/pom.xml"))) {
                return at;
            }
        }
        throw new StackFailure("not inside a Daybook checkout: " + Path.of("").toAbsolutePath());
    }

    /** Unpacked programs, which all stacks of one checkout share. */
    public Path cache() {
        return project.resolve(".daybook/cache");
    }

    public Path data(String component) {
        return state.resolve("data").resolve(component);
    }

    public Path log(String component) {
        return state.resolve("logs").resolve(component + ".log");
    }

    public Path pidFile(String component) {
        return state.resolve("run").resolve(component + ".pid");
    }

    /** Generated passwords and client secrets, readable by their owner only. */
    public Path secrets() {
        return state.resolve("secrets.properties");
    }

    /** How many replicas of each service are wanted. */
    Path replicas() {
        return state.resolve("replicas.properties");
    }

    /** What runs as a native executable, one name a line. */
    Path nativeOnes() {
        return state.resolve("run").resolve("native");
    }

    /** Exists if JVMs use ahead-of-time caches. */
    Path aotWanted() {
        return state.resolve("run").resolve("aot");
    }

    /** The port offset of the stack that was started last in this state directory. */
    public Path recordedOffset() {
        return state.resolve("run").resolve("port-offset");
    }
}
