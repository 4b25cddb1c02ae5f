package daybook.cli;

import daybook.local.Layout;
import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The secret of the client that acts for the staff: operator and warehouse. */
final class StaffSecret {

    static final String CLIENT = "daybook-import";

    private StaffSecret() {}

    /**
     * @param file which holds the secret and nothing else; the local stack's if null
     */
    static String read(@Nullable Path file, Layout layout) throws IOException {
        if (file != null) {
            return Files.readString(file).strip();
        }
        if (!Files.exists(layout.secrets())) {
            throw new StackFailure(
                    "there is no %s; start the stack with ./daybook up, or name a --client-secret-file"
                            .formatted(layout.secrets()));
        }
        var secrets = new Properties();
        try (var reader = Files.newBufferedReader(layout.secrets())) {
            secrets.load(reader);
        }
        String secret = secrets.getProperty("import.client.secret");
        if (secret == null) {
            throw new StackFailure(layout.secrets() + " has no secret of client " + CLIENT);
        }
        return secret;
    }
}
