package daybook.cli.images;

import java.nio.file.Path;
import java.util.Locale;

/** What there are images of. */
public enum Module {
    ORDER("services/order"),
    INVENTORY("services/inventory"),
    PAYMENT("services/payment"),
    SHIPPING("services/shipping"),
    GATEWAY("gateway"),
    AUDITOR("services/auditor"),
    SIMULATORS("local/simulators");

    private final String directory;

    Module(String directory) {
        this.directory = directory;
    }

    String directory() {
        return directory;
    }

    /** As people write it, and as the image is called. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Path target(Path project) {
        return project.resolve(directory).resolve("target");
    }
}
