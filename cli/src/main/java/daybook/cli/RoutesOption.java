package daybook.cli;

import daybook.gateway.route.RouteFile;
import daybook.gateway.route.RouteFileException;
import daybook.gateway.route.RouteFileReader;
import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which routes file is meant. */
final class RoutesOption {

    private static final String OWN = "daybook-routes.yaml";

    @Option(
            names = "--routes",
            paramLabel = "FILE",
            description =
                    "The routes file (default: Daybook's own). Variables come from the environment.")
    private @Nullable Path file;

    /**
     * @throws StackFailure naming file, line and remedy if it cannot be used
     */
    RouteFile read() {
        try {
            return RouteFileReader.read(text(), name -> Optional.ofNullable(System.getenv(name)));
        } catch (RouteFileException e) {
            throw new StackFailure(name() + ", " + e.getMessage(), e);
        }
    }

    String name() {
        Path named = file;
        return named == null ? OWN : named.toString();
    }

    private String text() {
        Path named = file;
        try {
            if (named != null) {
                return Files.readString(named);
            }
            try (var own = RouteFile.class.getResourceAsStream("/" + OWN)) {
                return new String(
                        Objects.requireNonNull(own).readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new StackFailure(name() + " cannot be read: " + e, e);
        }
    }
}
