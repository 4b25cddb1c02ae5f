package daybook.gateway.exchange;

import java.util.Set;

/**
 * Who sent a request, as its verified token says.
 *
 * @param subject the token's {@code sub}
 */
public record Caller(String subject, Set<String> roles) {
    public Caller {
        roles = Set.copyOf(roles);
    }
}
