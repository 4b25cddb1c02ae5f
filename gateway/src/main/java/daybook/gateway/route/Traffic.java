package daybook.gateway.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which upstreams get a route's requests.
 *
 * @param split those that share the callers, at least one
 * @param mirror who gets copies
 */
public record Traffic(List<Share> split, Optional<Mirror> mirror) {
    private static final int MOST_WEIGHT = 1_000_000;

    /** An upstream and its part of the callers, in proportion to the other weights. */
    public record Share(UpstreamSettings upstream, int weight) {}

    /**
     * @param percent of the requests that are copied, from 1 to 100
     */
    public record Mirror(UpstreamSettings upstream, int percent) {}

    public Traffic {
        split = List.copyOf(split);
    }

    /** All of it to one upstream. */
    static Traffic to(UpstreamSettings upstream) {
        return new Traffic(List.of(new Share(upstream, 1)), Optional.empty());
    }

    static Traffic read(Section route, Map<String, UpstreamSettings> upstreams) {
        List<Share> split =
                route.isList("upstream")
                        ? split(route, upstreams)
                        : List.of(
                                new Share(
                                        RouteFileReader.named(
                                                route,
                                                "upstream",
                                                route.required("upstream"),
                                                upstreams),
                                        1));
        Optional<Mirror> mirror =
                route.section("mirror").map(section -> mirror(section, upstreams));
        if (mirror.isPresent()
                && split.stream().anyMatch(s -> s.upstream().equals(mirror.get().upstream()))) {
            throw route.error(
                    "mirror",
                    "mirror names an upstream that gets the requests anyway: name another");
        }
        return new Traffic(split, mirror);
    }

    private static List<Share> split(Section route, Map<String, UpstreamSettings> upstreams) {
        List<Share> split = new ArrayList<>();
        for (Section section : route.list("upstream", "upstream")) {
            UpstreamSettings upstream =
                    RouteFileReader.named(section, "name", section.required("name"), upstreams);
            if (split.stream().anyMatch(share -> share.upstream().equals(upstream))) {
                throw section.error(
                        "name", "upstream '" + upstream.name() + "' is there twice: remove one");
            }
            int weight = (int) section.number("weight", section.required("weight"), 0, MOST_WEIGHT);
            section.refuseOthers();
            split.add(new Share(upstream, weight));
        }
        if (split.stream().allMatch(share -> share.weight() == 0)) {
            throw route.error("upstream", "no upstream has a weight above 0: give one a weight");
        }
        return split;
    }

    private static Mirror mirror(Section section, Map<String, UpstreamSettings> upstreams) {
        Mirror mirror =
                new Mirror(
                        RouteFileReader.named(
                                section, "upstream", section.required("upstream"), upstreams),
                        (int) section.number("percent", 100, 1, 100));
        section.refuseOthers();
        return mirror;
    }

    /** Whether an upstream gets requests or copies of them. */
    boolean leadsTo(UpstreamSettings upstream) {
        return split.stream().anyMatch(share -> share.upstream().equals(upstream))
                || mirror.filter(copies -> copies.upstream().equals(upstream)).isPresent();
    }

    /** The names of the upstreams that answer. */
    public String names() {
        return split.stream()
                .map(share -> share.upstream().name())
                .collect(Collectors.joining(","));
    }

    /**
     * Who answers a subject: the same upstream each time, on each route with the same weights and
     * in each replica of the gateway. Of two upstreams, a weight that grows takes no caller away
     * from its own.
     */
    UpstreamSettings of(String subject) {
        long total = split.stream().mapToLong(Share::weight).sum();
        long point = (mixed(subject.hashCode()) & 0xffff_ffffL) * total >>> 32;
        for (Share share : split) {
            point -= share.weight();
            if (point < 0) {
                return share.upstream();
            }
        }
        throw new IllegalStateException("weights do not add up to " + total);
    }

    /** Murmur3's last step: similar hash codes come to lie far from each other. */
    private static int mixed(int hash) {
        int h = hash;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }
}
