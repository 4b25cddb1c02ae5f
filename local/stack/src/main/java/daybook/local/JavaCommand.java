package daybook.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM with bounded memory, of the same JDK that runs this. */
final class JavaCommand {

    private final List<String> arguments = new ArrayList<>();

    /**
     * @param heapMegabytes the most that the heap may grow to
     */
    JavaCommand(int heapMegabytes) {
        arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        arguments.add("-Xms32m");
        arguments.add("-Xmx" + heapMegabytes + "m");
        arguments.add("-Xss512k");
        // The smallest collector: with heaps like these its pauses are a few milliseconds.
        arguments.add("-XX:+UseSerialGC");
        arguments.add("-XX:+ExitOnOutOfMemoryError");
        // Native memory and Unsafe are what Netty, Kafka and zstd are built on.
        arguments.add("--enable-native-access=ALL-UNNAMED");
        arguments.add("--sun-misc-unsafe-memory-access=allow");
    }

    /** Compiles quickly instead of well: starts in half the time, for what is not busy later. */
    JavaCommand quickCompilerOnly() {
        return with("-XX:TieredStopAtLevel=1");
    }

    JavaCommand with(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    List<String> toList() {
        return List.copyOf(arguments);
    }
}
