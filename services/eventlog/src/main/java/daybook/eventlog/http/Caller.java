package daybook.eventlog.http;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.Set;

/** Who asks, as the verified token says. */
@RequestScoped
public class Caller {

    private static final Set<String> STAFF = Set.of("operator", "warehouse", "auditor");

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The token's subject. */
    public String subject() {
        return identity.getPrincipal().getName();
    }

    public boolean is(String role) {
        return identity.hasRole(role);
    }

    /**
     * The customer whose things alone the caller may see and touch: a customer's own id; empty for
     * staff.
     */
    public Optional<String> confinedTo() {
        return STAFF.stream().anyMatch(identity::hasRole)
                ? Optional.empty()
                : Optional.of(subject());
    }
}
