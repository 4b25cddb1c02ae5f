package daybook.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import daybook.eventlog.TypeTable;
import daybook.eventlog.serde.Json;
import daybook.eventlog.serde.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was ever stored can be read for ever: each golden file reads as what it is said to be today,
 * and what is written today is the newest of them.
 */
class StoredFormsTest {

    /** A name of a service's commands or events. */
    record Named(String service, Class<?> vocabulary, TypeTable<?> types, String name) {

        int version() {
            return types.version(name);
        }

        Class<?> form(int version) {
            return types.form(name, version).orElseThrow();
        }

        /** What is stored in that version, written as it is read today. */
        List<String> today(int version, List<String> stored) {
            return stored.stream().map(line -> today(version, line)).toList();
        }

        private String today(int version, String stored) {
            return text(Json.write(Json.read(bytes(stored), types, name, version)));
        }

        @Override
        public String toString() {
            return service + "/" + name;
        }
    }

    static List<Named> names() throws Exception {
        List<Named> names = new ArrayList<>();
        for (String service : GoldenFiles.services()) {
            String prefix = service.substring(0, 1).toUpperCase(Locale.ROOT) + service.substring(1);
            for (String kind : List.of("Command", "Event")) {
                Class<?> vocabulary =
                        Class.forName("daybook.contracts.%s.%s%s".formatted(service, prefix, kind));
                TypeTable<?> types = types(vocabulary);
                types.names().stream()
                        .sorted()
                        .map(name -> new Named(service, vocabulary, types, name))
                        .forEach(names::add);
            }
        }
        return names;
    }

    @SuppressWarnings("unchecked") // a vocabulary's table is of wire names and classes
    private static TypeTable<?> types(Class<?> vocabulary) throws ReflectiveOperationException {
        return TypeTable.of(
                vocabulary, (Map<String, Class<?>>) vocabulary.getField("TYPES").get(null));
    }

    @ParameterizedTest
    @MethodSource("names")
    void what_is_written_today_is_the_newest_golden_file(Named named) throws IOException {
        int version = named.version();
        Path file = GoldenFiles.stored(named.service(), named.name(), version);
        List<String> samples =
                Sample.of(named.form(version)).stream().map(s -> text(Json.write(s))).toList();
        if (GoldenFiles.writing() && !Files.exists(file)) {
            GoldenFiles.write(file, samples);
        }
        assertThat(file)
                .as("%s has no golden file yet. Write it: %s", named, GoldenFiles.WRITE)
                .exists();
        List<String> stored = Files.readAllLines(file);

        try {
            List<String> written = named.today(version, stored);
            if (!written.equals(stored)) {
                fail(changed(named, stored, written.toString()));
            }
        } catch (UnreadableException e) {
            fail(changed(named, stored, String.valueOf(e.getMessage())));
        }
        // A release that does not know a new constant cannot read it.
        if (samples.size() != stored.size()) {
            fail(changed(named, stored, samples.toString()));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void what_was_written_before_is_read_as_is_said_beside_it(Named named) throws IOException {
        for (int version = 1; version < named.version(); version++) {
            Path file = GoldenFiles.stored(named.service(), named.name(), version);
            assertThat(file)
                    .as(
                            "%s was stored in version %d, but its golden file is gone. Take it back from the history: what stands in logs must be tested for ever",
                            named, version)
                    .exists();
            List<String> today = named.today(version, Files.readAllLines(file));
            Path expected = GoldenFiles.today(named.service(), named.name(), version);
            if (GoldenFiles.writing()) {
                GoldenFiles.write(expected, today);
            }
            assertThat(expected)
                    .as(
                            "Nobody says what %s of version %d is today. Write it, and look at it: %s",
                            named, version, GoldenFiles.WRITE)
                    .exists();
            assertThat(today)
                    .as(
                            "%s of version %d is read as something else than before. If that is meant, write it anew and look at the difference: %s",
                            named, version, GoldenFiles.WRITE)
                    .isEqualTo(Files.readAllLines(expected));
        }
    }

    @Test
    void every_golden_file_is_of_a_version_that_can_be_read() throws Exception {
        Set<Path> known = new TreeSet<>();
        for (Named named : names()) {
            for (int version = 1; version <= named.version(); version++) {
                known.add(GoldenFiles.stored(named.service(), named.name(), version));
                if (version < named.version()) {
                    known.add(GoldenFiles.today(named.service(), named.name(), version));
                }
            }
        }

        assertThat(GoldenFiles.all())
                .as(
                        "what was stored stays readable: a name is never given up, only its form changes")
                .isSubsetOf(known);
        assertThat(known).hasSizeGreaterThan(60);
    }

    private static String changed(Named named, List<String> stored, String now) {
        int version = named.version();
        String record = named.form(version).getSimpleName();
        return """
        The stored form of %1$s has changed, but version %2$d of it stands in logs.
          stored: %3$s
          now:    %4$s
        Undo the change, or raise %1$s to version %5$d:
          1. keep the form of version %2$d as a record: Past.%6$sV%2$d implements Supplier<%6$s>,
             whose get() makes a %6$s of it
          2. enter it in %7$s.TYPES as "%1$s.v%2$d"
          3. write the new golden file: %8$s
        Golden files that are there are never changed. More: docs/guide.md, "Changing an event".\
        """
                .formatted(
                        named.name(),
                        version,
                        stored,
                        now,
                        version + 1,
                        record,
                        named.vocabulary().getSimpleName(),
                        GoldenFiles.WRITE);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
