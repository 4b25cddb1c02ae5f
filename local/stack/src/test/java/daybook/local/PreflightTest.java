package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

    @TempDir private Path directory;

    @Test
    void a_port_in_use_is_named_with_who_wants_it_and_who_has_it() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var layout = new Layout(directory, directory);
            var broker = new KafkaBroker(layout, taken.getLocalPort(), 1, List.of(), Detours.NONE);

            assertThatThrownBy(() -> Preflight.portsFree(broker))
                    .isInstanceOf(StackFailure.class)
                    .hasMessageStartingWith(
                            "port %d, which kafka needs, is in use by process %d"
                                    .formatted(taken.getLocalPort(), ProcessHandle.current().pid()))
                    .hasMessageContaining("--port-offset");
        }
    }

    @Test
    void who_has_the_port_may_stay_unknown() {
        assertThat(Preflight.portTaken("gateway", 8080, Optional.empty()))
                .isEqualTo(
                        "port 8080, which gateway needs, is in use by another process; stop it, or"
                                + " choose other ports with --port-offset N");
    }

    @Test
    void too_little_memory_is_said_in_numbers() {
        assertThat(Preflight.tooLittleMemory(2_600, 900)).contains("2600 MB", "900 MB");
    }
}
