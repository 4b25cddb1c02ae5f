package daybook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeBuilderTest {

    @TempDir private Path home;

    @Test
    void graalvm_home_is_used_if_it_is_of_the_right_version() throws IOException {
        install("25.0.2");

        var builder = NativeBuilder.find(Map.of("GRAALVM_HOME", home.toString())).orElseThrow();

        assertThat(builder.environment()).containsEntry("GRAALVM_HOME", home.toString());
        assertThat(builder.arguments()).isEmpty();
    }

    @Test
    void graalvm_home_of_another_version_is_refused_by_name() throws IOException {
        install("21.0.9");

        assertThatThrownBy(() -> NativeBuilder.find(Map.of("GRAALVM_HOME", home.toString())))
                .isInstanceOf(StackFailure.class)
                .hasMessage(
                        "native builds need a GraalVM or Mandrel 25, but GRAALVM_HOME is a version 21: "
                                + home);
    }

    @Test
    void graalvm_home_without_native_image_is_refused() {
        assertThatThrownBy(() -> NativeBuilder.find(Map.of("GRAALVM_HOME", home.toString())))
                .isInstanceOf(StackFailure.class)
                .hasMessage("GRAALVM_HOME has no bin/native-image: " + home);
    }

    @Test
    void a_native_image_on_the_path_is_followed_to_its_jdk_and_another_version_is_passed_over()
            throws IOException {
        install("25");
        Path links = Files.createDirectory(home.resolve("links"));
        Files.createSymbolicLink(links.resolve("native-image"), home.resolve("bin/native-image"));
        var environment = Map.of("PATH", links.toString());

        assertThat(NativeBuilder.find(environment).orElseThrow().environment())
                .containsEntry("GRAALVM_HOME", home.toRealPath().toString());

        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"24.0.1\"\n");
        assertThat(NativeBuilder.find(environment)).isEmpty();
    }

    private void install(String version) throws IOException {
        Path program = Files.createDirectories(home.resolve("bin")).resolve("native-image");
        assertThat(Files.createFile(program).toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }
}
