package daybook.cli.footprint;

import daybook.local.Binaries;
import daybook.local.Layout;
import java.nio.file.Path;
import java.util.List;

/** How the services and the gateway are run. */
public enum Way {
    NATIVE("native"),
    JVM("JVM");

    private final String title;

    Way(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    void choose(Layout layout) {
        new Binaries(layout).choose(this == NATIVE ? Binaries.NAMES : List.of());
    }

    /** What has to be on the disk for it, beside a JDK. */
    List<Path> parts(Layout layout, String name) {
        return this == NATIVE
                ? new Binaries(layout).find(name).stream().toList()
                : List.of(
                        layout.project()
                                .resolve(Binaries.module(name))
                                .resolve("target/quarkus-app"));
    }
}
