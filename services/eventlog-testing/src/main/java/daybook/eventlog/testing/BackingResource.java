package daybook.eventlog.testing;

import daybook.eventlog.kafka.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * What a service under test runs on: a {@link Backing} with the service's topics and database, and
 * a key that {@link Tokens} are signed with in place of an identity provider.
 *
 * <p>Arguments: {@code service} is the name of the service; {@code peers}, if it is given, names
 * those that the service writes to, separated by commas; {@code vault=away} leaves out the database
 * of keys.
 */
public final class BackingResource implements QuarkusTestResourceLifecycleManager {

    private static final int PARTITIONS = 4;

    /** Those with a vault. */
    private static final Set<String> SEALING = Set.of("order", "shipping");

    private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/vault";
    private static final String VAULT = "vault";
    private static final String MASTER_KEY = "the master key of tests, which nobody else has";

    private String service = "";
    private boolean vaultAway;
    private final List<String> peers = new ArrayList<>();
    private @Nullable Backing backing;

    @Override
    public void init(Map<String, String> arguments) {
        service = Objects.requireNonNull(arguments.get("service"), "service=");
        if (arguments.containsKey("peers")) {
            peers.addAll(List.of(arguments.getOrDefault("peers", "").split(",")));
        }
        vaultAway = "away".equals(arguments.get("vault"));
    }

    @Override
    public Map<String, String> start() {
        Backing started = Backing.start(service, VAULT);
        backing = started;
        createTopics(started);
        Backing.Database database = started.database(service);
        Map<String, String> config = new HashMap<>(Tokens.config());
        config.put("kafka.bootstrap.servers", started.kafka());
        config.put("quarkus.datasource.username", database.user());
        config.put("quarkus.datasource.password", database.password());
        config.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        config.put("quarkus.datasource.reactive.url", database.reactiveUrl());
        if (SEALING.contains(service)) {
            Backing.Database vault = started.database(VAULT);
            config.put("quarkus.datasource.vault.username", vault.user());
            config.put("quarkus.datasource.vault.password", vault.password());
            config.put("quarkus.datasource.vault.jdbc.url", vaultAway ? NOWHERE : vault.jdbcUrl());
            config.put("daybook.vault.master-key", MASTER_KEY);
        }
        config.put("quarkus.http.test-port", "0");
        return config;
    }

    private void createTopics(Backing started) {
        List<NewTopic> topics = new ArrayList<>(plan(service));
        peers.forEach(peer -> topics.addAll(plan(peer)));
        try (var admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, started.kafka()))) {
            admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The topics cannot be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while topics were created", e);
        }
    }

    private static List<NewTopic> plan(String name) {
        return Topics.plan(name, PARTITIONS, (short) 1, 1);
    }

    @Override
    public void stop() {
        if (backing != null) {
            backing.close();
        }
    }
}
