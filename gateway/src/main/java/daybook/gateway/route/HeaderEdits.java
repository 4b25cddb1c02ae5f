package daybook.gateway.route;

import daybook.gateway.exchange.Headers;
import java.util.Map;
import java.util.Set;

/**
 * What a route does to headers that pass.
 *
 * @param set what they say from here on, whether they were there or not
 * @param remove those that do not pass
 */
public record HeaderEdits(Map<String, String> set, Set<String> remove) {
    static final HeaderEdits NONE = new HeaderEdits(Map.of(), Set.of());

    private static final String VALUE = "[!-~]([ -~]*[!-~])?";

    public HeaderEdits {
        set = Map.copyOf(set);
        remove = Set.copyOf(remove);
    }

    static HeaderEdits read(Section section) {
        Map<String, String> set = section.section("set").map(HeaderEdits::set).orElse(Map.of());
        Set<String> remove = section.texts("remove");
        for (String name : remove) {
            checkName(section, "remove", name);
            if (set.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
                throw section.error("remove", "header " + name + " is set as well: decide");
            }
        }
        section.refuseOthers();
        return new HeaderEdits(set, remove);
    }

    private static Map<String, String> set(Section section) {
        Map<String, String> set = section.texts();
        set.forEach((name, value) -> {
            checkName(section, name, name);
            if (!value.matches(VALUE)) {
                throw section.error(
                        name,
                        "the value of header "
                                + name
                                + " must be visible ASCII characters, with spaces only between them");
            }
        });
        return set;
    }

    private static void checkName(Section section, String key, String name) {
        if (!Headers.isName(name) || !Headers.mayBeEdited(name)) {
            throw section.error(
                    key,
                    "header "
                            + name
                            + " cannot be set or removed: it belongs to the connection, frames the"
                            + " body, says who or where the caller is, or is the gateway's own");
        }
    }
}
