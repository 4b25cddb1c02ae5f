package daybook.cli;

import daybook.gateway.route.RouteFile;
import daybook.gateway.route.RouteFileException;
import daybook.gateway.route.RouteFileReader;
import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which routes file is meant. */
final class RoutesOption {

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
        return named == null ? RouteFile.OWN : named.toString();
    }

    private String text() {
        Path named = file;
        try {
            return named == null ? RouteFile.own() : Files.readString(named);
        } catch (IOException e) {
            throw new StackFailure(name() + " cannot be read: " + e, e);
        }
    }
}
