package daybook.gateway.exchange;

import java.util.Optional;
import java.util.Set;

/**
 * Who sent a request, as its verified token says.
 *
 * @param subject the token's {@code sub}
 */
public record Caller(String subject, Set<String> roles, Claims claims) {
    /** What else the token says. */
    public interface Claims {
        /** A claim's value as text; empty if there is none or it is no single value. */
        Optional<String> get(String name);
    }

    public Caller {
        roles = Set.copyOf(roles);
    }
}
