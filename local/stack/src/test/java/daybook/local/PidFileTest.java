package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

    @TempDir private Path directory;

    @Test
    void a_recorded_process_is_found_again() throws IOException {
        Path file = directory.resolve("run/self.pid");
        long self = ProcessHandle.current().pid();
        PidFile.of(self).orElseThrow().write(file);

        assertThat(PidFile.read(file).flatMap(PidFile::process))
                .map(ProcessHandle::pid)
                .contains(self);
    }

    @Test
    void another_process_with_the_recorded_number_is_not_taken_for_it() {
        PidFile self = PidFile.of(ProcessHandle.current().pid()).orElseThrow();
        var earlier = new PidFile(self.pid(), "1" + self.identity(), self.started());

        assertThat(earlier.process()).isEmpty();
    }

    @Test
    void a_process_that_has_ended_is_not_found() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        PidFile record = PidFile.of(process.pid()).orElseThrow();
        process.getOutputStream().close();
        process.waitFor();

        assertThat(record.process()).isEmpty();
    }

    @Test
    void a_record_that_was_cut_off_proves_nothing() throws IOException {
        Path file = directory.resolve("cut.pid");
        Files.writeString(file, ProcessHandle.current().pid() + "\n");

        assertThat(PidFile.read(file)).isEmpty();
    }
}
