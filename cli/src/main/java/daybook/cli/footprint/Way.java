package daybook.cli.footprint;

import daybook.local.AotCache;
import daybook.local.Binaries;
import daybook.local.Layout;
import java.nio.file.Path;
import java.util.List;

/** How the services and the gateway are run. */
public enum Way {
    NATIVE("native"),
    JVM_WITH_CACHE("JVM+AOT"),
    JVM("JVM");

    private final String title;

    Way(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    void choose(Layout layout) {
        new Binaries(layout).choose(this == NATIVE ? Footprint.MEASURED : List.of());
        new AotCache(layout).use(this == JVM_WITH_CACHE);
    }

    /** Whether it has to run and end once before it is what it is. */
    boolean needsTraining(Layout layout) {
        return this == JVM_WITH_CACHE
                && !Footprint.MEASURED.stream().allMatch(new AotCache(layout)::current);
    }

    /** What has to be on the disk for it, beside a JDK. */
    List<Path> parts(Layout layout, String name) {
        Path application =
                layout.project().resolve(Binaries.module(name)).resolve("target/quarkus-app");
        return switch (this) {
            case NATIVE -> new Binaries(layout).find(name).stream().toList();
            case JVM_WITH_CACHE -> List.of(application, new AotCache(layout).file(name));
            case JVM -> List.of(application);
        };
    }
}
