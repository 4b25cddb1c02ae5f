package daybook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The ahead-of-time caches (JEP 483, 514, 515) of the services and the gateway on a JVM: loaded
 * classes and profiles of an earlier run. A JVM makes one when it ends, and ignores one that does
 * not fit.
 */
public final class AotCache {

    private final Layout layout;

    public AotCache(Layout layout) {
        this.layout = layout;
    }

    /** Says whether what starts from now on uses caches, and makes those that are missing. */
    public void use(boolean wanted) {
        try {
            Files.createDirectories(layout.aotWanted().getParent());
            if (wanted) {
                Files.createDirectories(directory());
                Files.writeString(layout.aotWanted(), "");
            } else {
                Files.deleteIfExists(layout.aotWanted());
            }
        } catch (IOException e) {
            throw new StackFailure("cannot write " + layout.aotWanted(), e);
        }
    }

    boolean wanted() {
        return Files.exists(layout.aotWanted());
    }

    /** Whether there is one of what is built now. */
    public boolean current(String name) {
        Path built =
                layout.project()
                        .resolve(Binaries.module(name))
                        .resolve("target/quarkus-app/quarkus-run.jar");
        try {
            return Files.exists(file(name))
                    && Files.getLastModifiedTime(file(name))
                                    .compareTo(Files.getLastModifiedTime(built))
                            > 0;
        } catch (IOException e) {
            throw new StackFailure("cannot read " + built, e);
        }
    }

    public Path file(String name) {
        return directory().resolve(name + ".aot");
    }

    private Path directory() {
        return layout.cache().resolve("aot");
    }

    /** For the JVM that runs it. */
    String option(String name) {
        return (current(name) ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=") + file(name);
    }
}
