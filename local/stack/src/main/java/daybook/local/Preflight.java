package daybook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks before anything is started whether it can work. */
final class Preflight {

    private static final long MEGABYTE = 1024 * 1024;

    private Preflight() {}

    /**
     * @throws StackFailure if there is nothing to run
     */
    static void isBuilt(Component component) {
        if (!Files.exists(component.built())) {
            throw new StackFailure(
                    "%s is not built: there is no %s; ./daybook builds it"
                            .formatted(component.name(), component.built()));
        }
    }

    /**
     * @throws StackFailure naming the port, the component that wants it and, if it can be seen, the
     *     process that has it
     */
    static void portsFree(Component component) {
        for (int port : component.ports()) {
            if (!FreePorts.isFree(port)) {
                throw new StackFailure(
                        portTaken(component.name(), port, ProcessTable.listenerOn(port)));
            }
        }
    }

    static String portTaken(String component, int port, Optional<ProcessHandle> holder) {
        String who =
                holder.map(process ->
                                "process "
                                        + process.pid()
                                        + process.info()
                                                .command()
                                                .map(command -> " (" + command + ")")
                                                .orElse(""))
                        .orElse("another process");
        return "port %d, which %s needs, is in use by %s; stop it, or choose other ports with --port-offset N"
                .formatted(port, component, who);
    }

    /**
     * @throws StackFailure if the components would not fit into the memory that is available now
     */
    static void memorySuffices(Collection<? extends Component> components) {
        long needed = components.stream().mapToLong(Component::memoryMegabytes).sum();
        OptionalLong available = availableMegabytes();
        if (available.isPresent() && available.getAsLong() < needed) {
            throw new StackFailure(tooLittleMemory(needed, available.getAsLong()));
        }
    }

    static String tooLittleMemory(long neededMegabytes, long availableMegabytes) {
        return "too little memory: what is to be started needs about %d MB, but only %d MB are available; stop other programs, or give this machine more"
                .formatted(neededMegabytes, availableMegabytes);
    }

    /** The least of what the machine has left and what this control group may still use. */
    private static OptionalLong availableMegabytes() {
        OptionalLong machine = ProcessTable.kilobytes(Path.of("/proc/meminfo"), "MemAvailable:");
        if (machine.isEmpty()) {
            return machine;
        }
        long available = machine.getAsLong() / 1024;
        try {
            Path group = Path.of("/sys/fs/cgroup");
            String limit = Files.readString(group.resolve("memory.max")).strip();
            String used = Files.readString(group.resolve("memory.current")).strip();
            if (!limit.equals("max")) {
                long left = (Long.parseLong(limit) - Long.parseLong(used)) / MEGABYTE;
                available = Math.min(available, left);
            }
        } catch (IOException e) {
            // No limit of that kind here.
        }
        return OptionalLong.of(available);
    }
}
