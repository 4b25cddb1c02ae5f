package daybook.gateway.route;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/**
 * A named limit of routes: one quota for everybody, and others for callers with certain roles.
 *
 * <p>Each subject has a bucket per quota; routes that name the same limit draw on the same bucket.
 */
public record Limit(String name, Quota standard, Map<String, Quota> byRole) {
    public Limit {
        byRole = Map.copyOf(byRole);
    }

    /** The most generous quota that one of the roles gives, else the standard one. */
    public Quota of(Set<String> roles) {
        return roles.stream()
                .map(byRole::get)
                .filter(quota -> quota != null)
                .max(Comparator.comparingLong(Quota::burst))
                .orElse(standard);
    }
}
