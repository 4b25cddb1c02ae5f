package daybook.local;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** Passwords and keys of the local stack: made up at first use, kept in a file of mode 600. */
public final class Secrets {

    private static final int RANDOM_BYTES = 24;

    private final Path file;
    private final Properties values = new Properties();

    /**
     * @param file read if it exists, written when a new secret is made up
     */
    public Secrets(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                values.load(reader);
            } catch (IOException e) {
                throw new StackFailure("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
    }

    /** The password of PostgreSQL's superuser {@code postgres}. */
    public String postgresPassword() {
        return secret("postgres.password", "");
    }

    /** The password of a service's role, which has the name of the service, as its database. */
    public String databasePassword(String service) {
        return secret(service + ".database.password", "");
    }

    /** What the keys of customers are wrapped with. */
    public String vaultMasterKey() {
        return secret("vault.master.key", "");
    }

    /** The secret of the client {@code daybook-import}. */
    public String importClientSecret() {
        return secret("import.client.secret", "");
    }

    /** The password of each customer that only load tests use. */
    public String loadUsersPassword() {
        return secret("load.users.password", "");
    }

    /** The password of Keycloak's user {@code admin}. */
    public String keycloakAdminPassword() {
        return secret("keycloak.admin.password", "");
    }

    public String paymentProviderKey() {
        return secret("payment.provider.key", "sk_test_");
    }

    public String carrierKey() {
        return secret("carrier.key", "EZTK");
    }

    private synchronized String secret(String name, String prefix) {
        String known = values.getProperty(name);
        if (known != null) {
            return known;
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String made = prefix + HexFormat.of().formatHex(random);
        values.setProperty(name, made);
        save();
        return made;
    }

    private void save() {
        try {
            var text = new StringWriter();
            values.store(text, "Made up by daybook up; delete the data before this file");
            LocalFiles.writePrivately(file, text.toString());
        } catch (IOException e) {
            throw new StackFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
