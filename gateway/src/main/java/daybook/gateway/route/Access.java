package daybook.gateway.route;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's token must say besides the route's roles, and whether the upstream sees it.
 *
 * @param scopes the token must have all of them
 * @param claims the token must have each of them with exactly this value
 * @param relaysToken whether {@code Authorization} is passed on
 */
public record Access(Set<String> scopes, Map<String, String> claims, boolean relaysToken) {
    public Access {
        scopes = Set.copyOf(scopes);
        claims = Map.copyOf(claims);
    }

    static Access read(Section section, @Nullable Section defaults) {
        String token = section.or(defaults, s -> s.text("token")).orElse("relay");
        if (!token.equals("relay") && !token.equals("drop")) {
            throw section.error("token", "'token' is " + token + ": write relay or drop");
        }
        return new Access(
                section.texts("scopes"),
                section.section("claims").map(Section::texts).orElse(Map.of()),
                token.equals("relay"));
    }
}
