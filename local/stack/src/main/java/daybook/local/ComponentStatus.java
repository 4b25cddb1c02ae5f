package daybook.local;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How a component is.
 *
 * @param runtime {@code native} or {@code jvm}; empty if it does not run or is somebody else's
 * @param pid empty if it does not run, like uptime zero
 * @param memoryBytes resident, shared pages counted once; empty if unknown
 */
public record ComponentStatus(
        String name,
        State state,
        String runtime,
        OptionalLong pid,
        int port,
        Duration uptime,
        OptionalLong memoryBytes) {

    public enum State {
        UP("up"),
        NOT_READY("not ready"),
        DIED("died"),
        DOWN("down");

        private final String words;

        State(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static ComponentStatus of(LocalProcess process) {
        var record = process.record();
        var running = record.flatMap(PidFile::process);
        int port = process.component().ports().getFirst();
        if (record.isEmpty() || running.isEmpty()) {
            State state = record.isEmpty() ? State.DOWN : State.DIED;
            return new ComponentStatus(
                    process.name(),
                    state,
                    "",
                    OptionalLong.empty(),
                    port,
                    Duration.ZERO,
                    OptionalLong.empty());
        }
        long pid = running.get().pid();
        return new ComponentStatus(
                process.name(),
                process.component().ready() ? State.UP : State.NOT_READY,
                runtime(running.get()),
                OptionalLong.of(pid),
                port,
                Duration.between(record.get().started(), Instant.now()),
                ProcessTable.memoryBytes(pid));
    }

    private static String runtime(ProcessHandle process) {
        String program = process.info().command().orElse("");
        return program.contains("-runner") ? "native" : program.endsWith("/java") ? "jvm" : "";
    }
}
