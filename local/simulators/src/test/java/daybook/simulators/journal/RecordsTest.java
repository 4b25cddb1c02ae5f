package daybook.simulators.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {

    @TempDir private Path directory;

    private Path file;
    private long total;

    @BeforeEach
    void choose() {
        file = directory.resolve("deeper/records.jsonl");
    }

    @Test
    void a_torn_last_line_is_cut_off_and_written_over() throws Exception {
        try (var records = open()) {
            records.commit(entry("k-1", thing("a", 1)));
        }
        Files.writeString(file, "{\"objects\":[{\"id\":\"b", StandardOpenOption.APPEND);

        try (var records = open()) {
            assertThat(records.find("b")).isEmpty();
            records.commit(entry("k-2", thing("c", 5)));
        }

        try (var records = open()) {
            assertThat(total).isEqualTo(6);
            assertThat(records.find("a")).hasValue(thing("a", 1));
            assertThat(records.answered("k-2").orElseThrow().objects())
                    .containsExactly(thing("c", 5));
        }
    }

    @Test
    void a_damaged_line_in_the_middle_is_told_with_its_place() throws Exception {
        try (var records = open()) {
            records.commit(entry("", thing("a", 1)));
        }
        Files.writeString(file, "garbage\n", StandardOpenOption.APPEND);

        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("damaged at byte");
    }

    @Test
    void an_answer_stays_as_it_was_when_the_object_changes() throws Exception {
        try (var records = open()) {
            records.commit(entry("k-1", thing("a", 1)));
            records.commit(entry("k-2", thing("a", 2)));

            assertThat(records.find("a")).hasValue(thing("a", 2));
            assertThat(records.answered("k-1").orElseThrow().objects())
                    .containsExactly(thing("a", 1));
            assertThat(total).isEqualTo(2);
        }
    }

    @Test
    void a_name_stays_with_its_first_object_and_follows_it() throws Exception {
        try (var records = open()) {
            records.commit(entry("", thing("a", 1).put("names", List.of("n"))));
            records.commit(entry("", thing("b", 2).put("names", List.of("n"))));
            records.commit(entry("", thing("a", 3).put("names", List.of("n"))));

            assertThat(records.find("n").orElseThrow().getLong("value")).isEqualTo(3);
        }
    }

    @Test
    void many_changes_read_back_the_same_before_and_after_a_restart() throws Exception {
        var expected = new HashMap<String, Long>();
        var random = new Random(42);
        try (var records = open()) {
            for (var i = 0; i < 20_000; i++) {
                var id = "thing-" + random.nextInt(7_000);
                expected.put(id, (long) i);
                records.commit(entry("key-" + i, thing(id, i)));
            }
            assertHolds(records, expected);
        }
        try (var records = open()) {
            assertHolds(records, expected);
            assertThat(records.answered("key-19999")).isPresent();
            assertThat(records.answered("key-20000")).isEmpty();
        }
    }

    private void assertHolds(Records records, Map<String, Long> expected) {
        expected.forEach((id, value) -> assertThat(records.find(id)).hasValue(thing(id, value)));
        assertThat(total).isEqualTo(expected.values().stream().mapToLong(v -> v).sum());
        var visited = new ArrayList<String>();
        var from = 0L;
        for (var next = -1L; next != from; ) {
            next = from;
            from = records.scanLatest(from, object -> visited.add(object.getString("id")));
        }
        assertThat(visited).doesNotHaveDuplicates().hasSize(expected.size());
    }

    private Records open() throws IOException {
        total = 0;
        return Records.open(file, (object, sign) -> total += sign * object.getLong("value"));
    }

    private static Entry entry(String key, JsonObject object) {
        return new Entry(key, "print", 200, new JsonObject(), List.of(object));
    }

    private static JsonObject thing(String id, long value) {
        return new JsonObject().put("id", id).put("value", value);
    }
}
