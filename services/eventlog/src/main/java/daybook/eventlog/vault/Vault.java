package daybook.eventlog.vault;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Seals what can be told about people with a key for each of them. The keys are in a database of
 * their own, wrapped by the master key, which is not. Once a person's key is destroyed, what it has
 * sealed can be read nowhere: not in the logs, which stay as they are, nor in any copy.
 */
public final class Vault {

    /** How long a replica may go on opening what another one has erased. */
    public static final Duration REMEMBERED = Duration.ofSeconds(5);

    /** After which nobody opens it any more, however slow the database's answers were. */
    private static final Duration EVERYWHERE_WITHIN = Duration.ofSeconds(30);

    private static final int REMEMBERED_KEYS = 10_000;
    private static final int MASTER_KEY_CHARACTERS = 32;

    private final KeyTable table;
    private final SecretKey master;
    private final InstantSource clock;
    private final Map<String, Known> known =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                    return size() > REMEMBERED_KEYS;
                }
            };

    /** A key in the clear. */
    private record Known(UUID id, SecretKey key, Instant until) {}

    /** A text's box, and what tells it from the same person's other texts. */
    public record Sealed(Box box, String mark) {}

    /**
     * @param masterKey random text of at least 32 characters, kept apart from the database
     */
    public Vault(DataSource dataSource, String masterKey, InstantSource clock) {
        if (masterKey.length() < MASTER_KEY_CHARACTERS) {
            throw new IllegalArgumentException(
                    "daybook.vault.master-key must be random text of at least %d characters; it has %d"
                            .formatted(MASTER_KEY_CHARACTERS, masterKey.length()));
        }
        table = new KeyTable(dataSource);
        master = Cipher.key(sha256(masterKey));
        this.clock = clock;
    }

    /**
     * Seals a text.
     *
     * @param owner whom the text is about
     * @param context where it belongs, such as the stream and the field; needed to open it
     * @throws VaultUnavailableException (as the Uni's failure) if there is no answer from the keys
     */
    public Uni<Sealed> seal(String owner, String context, String text) {
        return onWorker(() -> {
            Known key = ofOwner(owner);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[] box = Cipher.seal(key.key(), context, bytes);
            return new Sealed(
                    new Box(key.id().toString(), Base64.getEncoder().encodeToString(box)),
                    HexFormat.of().formatHex(Cipher.mark(key.key(), bytes)));
        });
    }

    /**
     * @return the text; empty if its key was destroyed
     * @throws VaultUnavailableException (as the Uni's failure) if there is no answer from the keys
     */
    public Uni<Optional<String>> open(Box box, String context) {
        if (box.key().isEmpty()) {
            return Uni.createFrom().item(Optional.of(box.data()));
        }
        return onWorker(() ->
                named(UUID.fromString(box.key()))
                        .map(key ->
                                Cipher.open(key, context, Base64.getDecoder().decode(box.data())))
                        .map(text -> new String(text, StandardCharsets.UTF_8)));
    }

    /**
     * Destroys the person's key.
     *
     * @param by who has it done
     * @param streams where texts stand that it has sealed, as far as is known
     * @return the certificate; the first one if it was done before; empty if the vault never had a
     *     key of the person
     */
    public Uni<Optional<Certificate>> erase(
            String owner, String by, String reason, List<String> streams) {
        return onWorker(() -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var draft =
                    new Certificate(
                            0,
                            owner,
                            by,
                            reason,
                            now,
                            now.plus(EVERYWHERE_WITHIN),
                            List.of(),
                            streams,
                            "");
            Optional<Certificate> certificate = table.destroy(draft);
            synchronized (known) {
                known.clear();
            }
            return certificate;
        });
    }

    /** The last certificate of the person. */
    public Uni<Optional<Certificate>> certificate(String owner) {
        return onWorker(() -> table.certificate(owner));
    }

    private Known ofOwner(String owner) {
        Known remembered = remembered("of " + owner);
        if (remembered != null) {
            return remembered;
        }
        Instant asked = clock.instant();
        var wrapped =
                table.live(
                        owner,
                        id -> Cipher.seal(master, id.toString(), Cipher.newKey().getEncoded()));
        return remember("of " + owner, wrapped.id(), wrapped.bytes(), asked);
    }

    private Optional<SecretKey> named(UUID id) {
        Known remembered = remembered(id.toString());
        if (remembered != null) {
            return Optional.of(remembered.key());
        }
        Instant asked = clock.instant();
        return table.wrapped(id).map(wrapped -> remember(id.toString(), id, wrapped, asked).key());
    }

    private @Nullable Known remembered(String name) {
        synchronized (known) {
            Known key = known.get(name);
            return key != null && clock.instant().isBefore(key.until()) ? key : null;
        }
    }

    /** From when it was asked for, as it may have been destroyed since. */
    private Known remember(String name, UUID id, byte[] wrapped, Instant asked) {
        SecretKey key = Cipher.key(Cipher.open(master, id.toString(), wrapped));
        var remembered = new Known(id, key, asked.plus(REMEMBERED));
        synchronized (known) {
            known.put(name, remembered);
        }
        return remembered;
    }

    /** The database is asked on a thread that may wait; the caller goes on where it was. */
    private static <T> Uni<T> onWorker(Supplier<T> work) {
        Context context = Vertx.currentContext();
        Uni<T> result =
                Uni.createFrom()
                        .item(work)
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return context == null
                ? result
                : result.emitOn(task -> context.runOnContext(_ -> task.run()));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
