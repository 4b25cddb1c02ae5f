package daybook.gateway.route;

import daybook.gateway.exchange.Headers;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a route asks of a request besides its path and method.
 *
 * @param host a name, or {@code *.} and a name for all names below it, or empty for any
 * @param headers what each header says, {@link #ANY} for whatever it says
 */
public record Predicates(String host, SortedMap<String, String> headers) {
    /** For a header that only has to be there. */
    public static final String ANY = "*";

    private static final String HOST =
            "(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";

    /** Among routes that agree in all else: more headers, then more of them with a value. */
    static final Comparator<Route> MOST_SPECIFIC_FIRST =
            Comparator.comparingInt((Route route) -> route.predicates().headers.size())
                    .thenComparingLong(route -> route.predicates().values())
                    .reversed();

    public Predicates {
        SortedMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableSortedMap(copy);
    }

    static Predicates read(Section section) {
        String host = section.text("host").orElse("");
        if (!host.isEmpty() && !host.matches(HOST)) {
            throw section.error(
                    "host",
                    "host is "
                            + host
                            + ": write a name in lower case without a port, or *. before it for"
                            + " all names below");
        }
        SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Optional<Section> asked = section.section("headers");
        asked.ifPresent(s ->
                s.texts()
                        .forEach((name, value) -> {
                            if (!Headers.isName(name) || !Headers.reachesUpstream(name)) {
                                throw s.error(
                                        name,
                                        "a route cannot ask for header "
                                                + name
                                                + ": it is none, or is dropped as it comes; for Host there is 'host'");
                            }
                            if (headers.put(name, value) != null) {
                                throw s.error(
                                        name, "header " + name + " is there twice: remove one");
                            }
                        }));
        return new Predicates(host, headers);
    }

    /**
     * Whether a request, given by its headers' values, says what is asked; one that says a header
     * twice does not.
     */
    boolean hold(Function<String, List<String>> request) {
        for (Map.Entry<String, String> asked : headers.entrySet()) {
            List<String> said = request.apply(asked.getKey());
            boolean holds =
                    asked.getValue().equals(ANY)
                            ? !said.isEmpty()
                            : said.size() == 1 && said.getFirst().equals(asked.getValue());
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    /** Whether no request has the headers of both. */
    boolean excludes(Predicates other) {
        return headers.entrySet().stream()
                .anyMatch(mine -> {
                    String theirs = other.headers.getOrDefault(mine.getKey(), ANY);
                    return !mine.getValue().equals(ANY)
                            && !theirs.equals(ANY)
                            && !theirs.equals(mine.getValue());
                });
    }

    /** Whether whatever has the headers of the other one has these. */
    boolean areImpliedBy(Predicates other) {
        return headers.entrySet().stream()
                .allMatch(mine -> {
                    String theirs = other.headers.get(mine.getKey());
                    return theirs != null
                            && (mine.getValue().equals(ANY) || mine.getValue().equals(theirs));
                });
    }

    /** The headers of both, for this host. */
    Predicates and(Predicates other) {
        SortedMap<String, String> both = new TreeMap<>(other.headers);
        headers.forEach((name, value) -> both.merge(name, value, (a, b) -> a.equals(ANY) ? b : a));
        return new Predicates(host, both);
    }

    /** How a route of this path is named, such as {@code shop.example.org/things (X-Beta: 1)}. */
    String name(String path) {
        if (host.isEmpty() && headers.isEmpty()) {
            return path; // asked for with every request
        }
        return headers.isEmpty()
                ? host + path
                : headers.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue())
                        .collect(Collectors.joining(", ", host + path + " (", ")"));
    }

    private long values() {
        return headers.values().stream().filter(value -> !value.equals(ANY)).count();
    }
}
