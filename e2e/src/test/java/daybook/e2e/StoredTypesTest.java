package daybook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import daybook.eventlog.nativeimage.StoredRecords;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is stored can be read back by a native executable, too: the build step that keeps records
 * follows every type that a wire name leads to.
 */
class StoredTypesTest {

    private static final String BUILD_STEP =
            "META-INF/native-image/daybook/daybook-eventlog/native-image.properties";

    @Test
    void a_native_build_keeps_every_type_that_a_wire_name_leads_to() throws Exception {
        Set<Class<?>> stored = new HashSet<>();
        List<Path> modules = modules();
        try (var loader = new URLClassLoader(urls(modules), getClass().getClassLoader())) {
            for (String holder : holdersOfWireNames(modules)) {
                var names =
                        (Map<?, ?>) Class.forName(holder, true, loader).getField("TYPES").get(null);
                names.values().forEach(type -> collect((Class<?>) type, stored));
            }
        }

        assertThat(stored)
                .extracting(Class::getSimpleName)
                .as("the walk reaches events, commands, states and what they hold")
                .contains(
                        "OrderPlaced",
                        "OrderLine",
                        "Address",
                        "Reserving",
                        "LineAnswers",
                        "Return");
        assertThat(stored)
                .allSatisfy(type ->
                        assertThat(StoredRecords.include(type))
                                .as("%s is a record of Daybook's", type.getName())
                                .isTrue());
    }

    @Test
    void a_native_build_carries_the_step_out() throws IOException {
        var arguments = new Properties();
        try (var file = getClass().getClassLoader().getResourceAsStream(BUILD_STEP)) {
            arguments.load(Objects.requireNonNull(file, BUILD_STEP));
        }

        String step = arguments.getProperty("Args").replace("--features=", "");

        assertThat(getClass().getClassLoader().getResource(step.replace('.', '/') + ".class"))
                .as(step)
                .isNotNull();
    }

    private static List<Path> modules() throws IOException {
        try (var modules = Files.list(Path.of("../services"))) {
            return modules.map(module -> module.resolve("target/classes"))
                    .filter(Files::exists)
                    .toList();
        }
    }

    private static URL[] urls(List<Path> modules) throws IOException {
        URL[] urls = new URL[modules.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = modules.get(i).toUri().toURL();
        }
        return urls;
    }

    private static List<String> holdersOfWireNames(Collection<Path> modules) {
        return new ClassFileImporter()
                .importPaths(modules).stream()
                        .filter(type -> type.tryGetField("TYPES").isPresent())
                        .filter(type ->
                                type.getField("TYPES").getModifiers().toString().contains("PUBLIC"))
                        .map(JavaClass::getName)
                        .toList();
    }

    /** Follows a record's components, into lists, maps and optionals. */
    private static void collect(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            Stream.of(generic.getActualTypeArguments())
                    .forEach(argument -> collect(argument, found));
        } else if (type instanceof Class<?> plain
                && isOurs(plain)
                && found.add(plain)
                && plain.isRecord()) {
            Arrays.stream(plain.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .forEach(component -> collect(component, found));
        }
    }

    /** Enums need no help. */
    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("daybook.") && !type.isEnum();
    }
}
