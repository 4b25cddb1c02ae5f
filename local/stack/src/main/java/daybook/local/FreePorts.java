package daybook.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for tests that run beside each other. */
public final class FreePorts {

    /** Below every system's ephemeral range, so that no outgoing connection takes one meanwhile. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    private static final int LOWEST_OFFSET = 1_000;
    private static final int HIGHEST_OFFSET = 12_000;

    private FreePorts() {}

    /** Distinct ports that nobody listens on now. */
    public static List<Integer> find(int count) {
        return ThreadLocalRandom.current()
                .ints(LOWEST, HIGHEST)
                .distinct()
                .filter(FreePorts::isFree)
                .limit(count)
                .boxed()
                .toList();
    }

    /** Ports for a whole stack, none of which anybody listens on now. */
    public static Ports forStack() {
        return ThreadLocalRandom.current()
                .ints(LOWEST_OFFSET, HIGHEST_OFFSET)
                .mapToObj(Ports::new)
                .filter(ports -> ports.all().stream().allMatch(FreePorts::isFree))
                .findFirst()
                .orElseThrow();
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            // A port whose last connections are still closing is free for a new listener.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
