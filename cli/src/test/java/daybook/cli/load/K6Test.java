package daybook.cli.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class K6Test {

    @Test
    void without_k6_one_line_says_how_to_get_it(@TempDir Path empty) {
        var environment = Map.of("PATH", empty.toString(), "HOME", empty.toString());

        assertThatThrownBy(() -> K6.find(environment))
                .hasMessageStartingWith("needs k6: install it")
                .hasMessageContaining("k6.io");
    }

    @Test
    void it_is_found_where_go_installs_it(@TempDir Path home) throws IOException {
        Path bin = Files.createDirectories(home.resolve("go/bin"));
        var environment = Map.of("PATH", "/nonexistent", "HOME", home.toString());
        Path program = Files.createFile(bin.resolve("k6"));
        assertThatThrownBy(() -> K6.find(environment)).hasMessageStartingWith("needs k6");

        program.toFile().setExecutable(true);

        assertThatCode(() -> K6.find(environment)).doesNotThrowAnyException();
    }
}
