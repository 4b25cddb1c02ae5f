package daybook.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a component is run.
 *
 * @param environment added to this process's own
 * @param startLimit how long it may take to become ready
 */
record Program(
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Duration startLimit) {

    Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
