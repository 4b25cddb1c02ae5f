package daybook.eventlog.vault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/** The wrapped keys and the certificates in PostgreSQL. Blocking. */
final class KeyTable {

    /** One replica at a time makes the tables, and writes certificates. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(7297351)";

    private static final List<String> TABLES =
            List.of(
                    """
                    CREATE TABLE IF NOT EXISTS vault_key (
                        id           uuid PRIMARY KEY,
                        owner        text        NOT NULL,
                        wrapped      bytea,
                        made_at      timestamptz NOT NULL DEFAULT now(),
                        destroyed_at timestamptz,
                        CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)))
                    """,
                    """
                    CREATE UNIQUE INDEX IF NOT EXISTS vault_key_live ON vault_key (owner)
                     WHERE wrapped IS NOT NULL
                    """,
                    """
                    CREATE TABLE IF NOT EXISTS vault_certificate (
                        number        bigint PRIMARY KEY,
                        owner         text        NOT NULL,
                        erased_by     text        NOT NULL,
                        reason        text        NOT NULL,
                        erased_at     timestamptz NOT NULL,
                        everywhere_at timestamptz NOT NULL,
                        keys          text[]      NOT NULL,
                        streams       text[]      NOT NULL,
                        hash          text        NOT NULL)
                    """,
                    "CREATE INDEX IF NOT EXISTS vault_certificate_owner ON vault_certificate (owner)");

    private final DataSource dataSource;
    private volatile boolean made;

    /** A key as it is stored. */
    record Wrapped(UUID id, byte[] bytes) {}

    KeyTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The owner's key, made if there is none. */
    Wrapped live(String owner, Function<UUID, byte[]> wrapNew) {
        return inTransaction(connection -> {
            Optional<Wrapped> known = live(connection, owner);
            if (known.isPresent()) {
                return known.get();
            }
            UUID id = UUID.randomUUID();
            try (var insert =
                    connection.prepareStatement(
                            "INSERT INTO vault_key (id, owner, wrapped) VALUES (?, ?, ?)"
                                    + " ON CONFLICT DO NOTHING")) {
                insert.setObject(1, id);
                insert.setString(2, owner);
                insert.setBytes(3, wrapNew.apply(id));
                insert.executeUpdate();
            }
            // Another replica may have been faster.
            return live(connection, owner).orElseThrow();
        });
    }

    private static Optional<Wrapped> live(Connection connection, String owner) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT id, wrapped FROM vault_key"
                                + " WHERE owner = ? AND wrapped IS NOT NULL")) {
            select.setString(1, owner);
            ResultSet row = select.executeQuery();
            return row.next()
                    ? Optional.of(new Wrapped(row.getObject(1, UUID.class), row.getBytes(2)))
                    : Optional.empty();
        }
    }

    /** The key of that name; empty if it was destroyed. */
    Optional<byte[]> wrapped(UUID id) {
        return inTransaction(connection -> {
            try (var select =
                    connection.prepareStatement("SELECT wrapped FROM vault_key WHERE id = ?")) {
                select.setObject(1, id);
                ResultSet row = select.executeQuery();
                if (!row.next()) {
                    throw new IllegalStateException("The vault never had a key " + id);
                }
                return Optional.ofNullable(row.getBytes(1));
            }
        });
    }

    /**
     * Destroys the owner's key, if there is one, and writes the certificate, in one transaction.
     *
     * @param draft without number, keys and hash
     * @return the new certificate, or the last one if there was no key any more; empty if the owner
     *     never had one
     */
    Optional<Certificate> destroy(Certificate draft) {
        return inTransaction(connection -> {
            connection.createStatement().execute(LOCK);
            List<String> keys = new ArrayList<>();
            try (var update =
                    connection.prepareStatement(
                            "UPDATE vault_key SET wrapped = NULL, destroyed_at = ?"
                                    + " WHERE owner = ? AND wrapped IS NOT NULL RETURNING id")) {
                update.setObject(1, draft.at().atOffset(ZoneOffset.UTC));
                update.setString(2, draft.owner());
                ResultSet row = update.executeQuery();
                while (row.next()) {
                    keys.add(row.getString(1));
                }
            }
            return keys.isEmpty()
                    ? last(connection, "WHERE owner = ?", draft.owner())
                    : Optional.of(write(connection, draft, keys));
        });
    }

    Optional<Certificate> certificate(String owner) {
        return inTransaction(connection -> last(connection, "WHERE owner = ?", owner));
    }

    private static Certificate write(Connection connection, Certificate draft, List<String> keys)
            throws SQLException {
        Optional<Certificate> before = last(connection, "");
        Certificate certificate =
                draft.numbered(
                        before.map(Certificate::number).orElse(0L) + 1,
                        keys,
                        before.map(Certificate::hash).orElse(""));
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO vault_certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, certificate.number());
            insert.setString(2, certificate.owner());
            insert.setString(3, certificate.by());
            insert.setString(4, certificate.reason());
            insert.setObject(5, certificate.at().atOffset(ZoneOffset.UTC));
            insert.setObject(6, certificate.everywhereAt().atOffset(ZoneOffset.UTC));
            insert.setArray(7, connection.createArrayOf("text", keys.toArray()));
            insert.setArray(8, connection.createArrayOf("text", draft.streams().toArray()));
            insert.setString(9, certificate.hash());
            insert.executeUpdate();
        }
        return certificate;
    }

    private static Optional<Certificate> last(Connection connection, String where, String... owner)
            throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT * FROM vault_certificate %s ORDER BY number DESC LIMIT 1"
                                .formatted(where))) {
            for (int i = 0; i < owner.length; i++) {
                select.setString(i + 1, owner[i]);
            }
            ResultSet row = select.executeQuery();
            return row.next() ? Optional.of(certificate(row)) : Optional.empty();
        }
    }

    private static Certificate certificate(ResultSet row) throws SQLException {
        return new Certificate(
                row.getLong("number"),
                row.getString("owner"),
                row.getString("erased_by"),
                row.getString("reason"),
                instant(row, "erased_at"),
                instant(row, "everywhere_at"),
                List.of((String[]) row.getArray("keys").getArray()),
                List.of((String[]) row.getArray("streams").getArray()),
                row.getString("hash"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!made) {
                    make(connection);
                }
                T result = work.on(connection);
                connection.commit();
                made = true;
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new VaultUnavailableException(e);
        }
    }

    private static void make(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(LOCK);
            for (String table : TABLES) {
                statement.execute(table);
            }
        }
    }
}
