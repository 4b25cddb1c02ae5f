package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.eventlog.TypeTable;
import daybook.eventlog.serde.Json;
import daybook.eventlog.serde.NewerVersionException;
import daybook.eventlog.serde.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TypeTableTest {

    sealed interface Thing {
        record Box(long grams, String colour) implements Thing {}
    }

    record BoxV1(int kilos) implements Supplier<BoxV2> {
        @Override
        public BoxV2 get() {
            return new BoxV2(kilos * 1_000L);
        }
    }

    record BoxV2(long grams) implements Supplier<Thing.Box> {
        @Override
        public Thing.Box get() {
            return new Thing.Box(grams, "brown");
        }
    }

    private final TypeTable<Thing> table =
            TypeTable.of(
                    Thing.class,
                    Map.of("box", Thing.Box.class, "box.v1", BoxV1.class, "box.v2", BoxV2.class));

    @Test
    void each_version_becomes_the_next_until_it_is_todays() {
        assertThat(table.version("box")).isEqualTo(3);
        assertThat(read("{\"kilos\":2}", 1)).isEqualTo(new Thing.Box(2_000, "brown"));
        assertThat(read("{\"grams\":7}", 2)).isEqualTo(new Thing.Box(7, "brown"));
        assertThat(read("{\"grams\":7,\"colour\":\"red\"}", 3)).isEqualTo(new Thing.Box(7, "red"));
    }

    @Test
    void what_is_newer_is_told_from_what_never_was() {
        assertThatThrownBy(() -> read("{}", 4))
                .isInstanceOf(NewerVersionException.class)
                .hasMessageContaining("box is stored in version 4")
                .hasMessageContaining("up to 3");
        assertThatThrownBy(() -> read("{}", 0)).isExactlyInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> Json.read(new byte[0], table, "crate", 9))
                .isExactlyInstanceOf(UnreadableException.class)
                .hasMessageContaining("crate");
    }

    @Test
    void a_table_with_a_gap_is_refused() {
        refused(Map.of("box", Thing.Box.class, "box.v2", BoxV2.class), "box.v1");
        refused(Map.of("box.v1", BoxV1.class), "no box");
        refused(Map.of("box", Thing.Box.class, "box.v1", String.class), "supplies");
        refused(Map.of(), "exactly one wire name");
    }

    private static void refused(Map<String, Class<?>> classes, String why) {
        assertThatThrownBy(() -> TypeTable.of(Thing.class, classes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private Thing read(String json, int version) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), table, "box", version);
    }
}
