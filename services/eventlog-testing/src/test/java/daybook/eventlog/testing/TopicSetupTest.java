package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.eventlog.kafka.TopicSetup;
import daybook.eventlog.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Topics are made once, and never changed behind anybody's back. */
class TopicSetupTest {

    private static Backing backing;

    @BeforeAll
    static void start() {
        backing = Backing.start();
    }

    @AfterAll
    static void stop() {
        backing.close();
    }

    @Test
    void what_is_missing_is_made_and_a_repetition_changes_nothing() throws Exception {
        List<NewTopic> plan = Topics.plan("fresh", 3, (short) 1, 1);
        create(plan.getFirst());

        assertThat(setup(Duration.ofSeconds(30)).apply(plan))
                .containsExactly("fresh.events", "fresh.parked", "fresh.replies");
        assertThat(setup(Duration.ofSeconds(30)).apply(plan)).isEmpty();
    }

    @Test
    void another_number_of_partitions_is_refused_by_name() throws Exception {
        create(new NewTopic("narrow.events", 2, (short) 1));

        assertThatThrownBy(() ->
                        setup(Duration.ofSeconds(30)).apply(Topics.plan("narrow", 3, (short) 1, 1)))
                .hasMessageContaining(
                        "The topic narrow.events is there with partitions=2, but 3 is wanted");
    }

    @Test
    void a_log_that_would_forget_is_refused_by_name() throws Exception {
        create(
                new NewTopic("forgetful.events", 3, (short) 1)
                        .configs(Map.of("retention.ms", "86400000")));

        assertThatThrownBy(() ->
                        setup(Duration.ofSeconds(30))
                                .apply(Topics.plan("forgetful", 3, (short) 1, 1)))
                .hasMessageContaining("forgetful.events")
                .hasMessageContaining("retention.ms=86400000");
    }

    @Test
    void brokers_that_stay_too_few_are_named_when_patience_ends() {
        assertThatThrownBy(() -> setup(Duration.ZERO).apply(Topics.plan("wide", 3, (short) 3, 2)))
                .hasMessageContaining("after PT0S still")
                .hasRootCauseInstanceOf(InvalidReplicationFactorException.class);
    }

    private static TopicSetup setup(Duration patience) {
        return new TopicSetup(Map.of("bootstrap.servers", backing.kafka()), patience);
    }

    private static void create(NewTopic topic) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", backing.kafka()))) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }
}
