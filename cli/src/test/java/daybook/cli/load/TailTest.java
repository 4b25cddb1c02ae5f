package daybook.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailTest {

    @Test
    void a_line_is_handed_on_once_and_only_when_it_is_whole(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("ledger");
        var tail = new Tail(file);
        List<String> lines = new ArrayList<>();

        tail.read(lines::add);
        Files.writeString(file, "first\nsec");
        tail.read(lines::add);
        assertThat(lines).containsExactly("first");
        Files.writeString(file, "ond é\nthird\n", StandardOpenOption.APPEND);
        tail.read(lines::add);
        tail.read(lines::add);

        assertThat(lines).containsExactly("first", "second é", "third");
    }
}
