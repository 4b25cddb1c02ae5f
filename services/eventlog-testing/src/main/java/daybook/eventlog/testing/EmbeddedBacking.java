package daybook.eventlog.testing;

import daybook.local.EmbeddedKafka;
import daybook.local.EmbeddedPostgres;
import daybook.local.LocalFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@link Backing} as processes of this machine. */
final class EmbeddedBacking implements Backing {

    private final Path directory;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;

    EmbeddedBacking(String... databases) {
        try {
            directory = Files.createTempDirectory("daybook-test");
            kafka = EmbeddedKafka.start(directory.resolve("kafka"));
            postgres = EmbeddedPostgres.start(directory.resolve("postgres"), databases);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the backing started", e);
        }
    }

    @Override
    public String kafka() {
        return kafka.bootstrapServers();
    }

    @Override
    public Database database(String name) {
        URI url = URI.create(postgres.reactiveUrl(name));
        return new Database(url.getHost(), url.getPort(), name, name, postgres.password(name));
    }

    @Override
    public void close() {
        postgres.close();
        kafka.close();
        // Some 40 MB that nobody looks at again.
        try {
            LocalFiles.deleteTree(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
