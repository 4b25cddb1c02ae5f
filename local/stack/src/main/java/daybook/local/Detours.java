package daybook.local;

import java.util.Map;
import java.util.Optional;

/**
 * Ways of single replicas to the broker that lead through somebody else, such as a proxy that can
 * be cut. For each the broker listens on a port more, and calls itself by the detour's entrance
 * there, so that the replica never learns of another way.
 *
 * @param byReplica as components are named: order, order-2
 */
public record Detours(Map<String, Detour> byReplica) {

    /**
     * @param listener where the broker listens for this replica alone
     * @param entrance where the replica goes instead
     */
    public record Detour(int listener, int entrance) {}

    static final Detours NONE = new Detours(Map.of());

    public Detours {
        byReplica = Map.copyOf(byReplica);
    }

    Optional<String> bootstrap(String replica) {
        return Optional.ofNullable(byReplica.get(replica))
                .map(detour -> "127.0.0.1:" + detour.entrance());
    }
}
