package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.eventlog.vault.Box;
import daybook.eventlog.vault.Certificate;
import daybook.eventlog.vault.Vault;
import daybook.eventlog.vault.VaultUnavailableException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Keys on a real database. */
class VaultTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MASTER = "a master key that only this test has";
    private static final String TEXT = "Alice Archer\n1 High Street";

    private static Backing backing;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-31T12:00:00Z"));

    @BeforeAll
    static void start() {
        backing = Backing.start("vault");
    }

    @AfterAll
    static void stop() {
        backing.close();
    }

    @Test
    void what_is_sealed_is_opened_where_it_belongs_and_nowhere_else() {
        Vault vault = vault();
        Box box = seal(vault, "alice", "order/1", TEXT);

        assertThat(open(vault(), box, "order/1")).hasValue(TEXT);
        assertThatThrownBy(() -> open(vault, box, "order/2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not belong here");
        var swapped = new Box(seal(vault, "bob", "order/1", "x").key(), box.data());
        assertThatThrownBy(() -> open(vault, swapped, "order/1"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(open(vault, new Box("", "in clear"), "order/1")).hasValue("in clear");
    }

    @Test
    void equal_texts_are_sealed_differently_and_can_be_told_for_one_person_only() {
        Vault vault = vault();
        var first = await(vault.seal("carol", "order/1", TEXT));
        var again = await(vault.seal("carol", "order/1", TEXT));
        var others = await(vault.seal("dave", "order/1", TEXT));

        assertThat(again.box().key()).isEqualTo(first.box().key());
        assertThat(again.box().data()).isNotEqualTo(first.box().data());
        assertThat(again.mark()).isEqualTo(first.mark()).isNotEqualTo(others.mark());
    }

    @Test
    void what_is_erased_opens_nowhere_and_the_certificate_says_so() {
        Vault vault = vault();
        Box box = seal(vault, "eva", "order/1", TEXT);
        Box kept = seal(vault, "frank", "order/2", TEXT);

        Certificate certificate =
                await(vault.erase("eva", "olivia", "request 7", List.of("1"))).orElseThrow();

        assertThat(open(vault, box, "order/1")).isEmpty();
        assertThat(open(vault(), box, "order/1")).isEmpty();
        assertThat(open(vault, kept, "order/2")).hasValue(TEXT);
        assertThat(certificate.owner()).isEqualTo("eva");
        assertThat(certificate.by()).isEqualTo("olivia");
        assertThat(certificate.keys()).containsExactly(box.key());
        assertThat(certificate.streams()).containsExactly("1");
        assertThat(await(vault.certificate("eva"))).hasValue(certificate);
        assertThat(await(vault.erase("eva", "adam", "again", List.of()))).hasValue(certificate);
        assertThat(await(vault.erase("nobody", "olivia", "x", List.of()))).isEmpty();
    }

    @Test
    void each_certificate_vouches_for_the_one_before_it() {
        Vault vault = vault();
        seal(vault, "gina", "order/1", TEXT);
        seal(vault, "hugo", "order/1", TEXT);
        Certificate first = await(vault.erase("gina", "olivia", "a", List.of())).orElseThrow();
        Certificate second = await(vault.erase("hugo", "olivia", "b", List.of())).orElseThrow();

        assertThat(second.number()).isEqualTo(first.number() + 1);
        assertThat(second.hash()).isEqualTo(second.hashAfter(first.hash()));
        assertThat(second.hash()).isNotEqualTo(second.hashAfter("another"));
    }

    @Test
    void who_comes_back_gets_another_key() {
        Vault vault = vault();
        Box before = seal(vault, "ida", "order/1", TEXT);
        await(vault.erase("ida", "olivia", "a", List.of()));

        Box after = seal(vault, "ida", "order/2", TEXT);

        assertThat(after.key()).isNotEqualTo(before.key());
        assertThat(open(vault, after, "order/2")).hasValue(TEXT);
        assertThat(open(vault, before, "order/1")).isEmpty();
    }

    @Test
    void another_replica_forgets_what_it_remembers_within_seconds() {
        Vault other = vault();
        Box box = seal(vault(), "jane", "order/1", TEXT);
        assertThat(open(other, box, "order/1")).hasValue(TEXT);
        await(vault().erase("jane", "olivia", "a", List.of()));

        now.updateAndGet(instant -> instant.plus(Vault.REMEMBERED));

        assertThat(open(other, box, "order/1")).isEmpty();
    }

    @Test
    void the_keys_are_of_no_use_without_the_master_key() {
        Box box = seal(vault(), "kim", "order/1", TEXT);
        var thief =
                new Vault(
                        backing.database("vault").dataSource(),
                        "another master key of the same length",
                        now::get);

        assertThatThrownBy(() -> open(thief, box, "order/1"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> new Vault(backing.database("vault").dataSource(), "short", now::get))
                .hasMessageContaining("daybook.vault.master-key");
    }

    @Test
    void a_vault_that_is_away_says_so() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/vault");
        var vault = new Vault(nowhere, MASTER, now::get);

        assertThatThrownBy(() -> seal(vault, "lea", "order/1", TEXT))
                .isInstanceOf(VaultUnavailableException.class);
    }

    private Vault vault() {
        return new Vault(backing.database("vault").dataSource(), MASTER, now::get);
    }

    private static Box seal(Vault vault, String owner, String context, String text) {
        return await(vault.seal(owner, context, text)).box();
    }

    private static Optional<String> open(Vault vault, Box box, String context) {
        return await(vault.open(box, context));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
