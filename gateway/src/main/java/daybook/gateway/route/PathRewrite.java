package daybook.gateway.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path under another name, such as {@code /api/things/{id}} as {@code /v2/things/{id}}.
 *
 * @param from the route's path
 * @param to the upstream's, whose holes are some of the route's
 */
public record PathRewrite(PathTemplate from, PathTemplate to) {

    static PathRewrite read(Section section, PathTemplate from) {
        PathTemplate to = RouteFileReader.path(section);
        for (String segment : to.segments()) {
            List<String> holes = from.segments().stream().filter(segment::equals).toList();
            if (PathTemplate.isHole(segment) && holes.size() != 1) {
                throw section.error(
                        "path",
                        "path %s: %s must be there once in the route's path %s"
                                .formatted(to.text(), segment, from.text()));
            }
        }
        return new PathRewrite(from, to);
    }

    /** The upstream's name of a path of the route. */
    String apply(String canonicalPath) {
        return to.filled(from, List.of(canonicalPath.substring(1).split("/", -1)));
    }

    /** The route's name of an upstream's path, or of one below, if the path tells all holes. */
    Optional<String> revert(String upstreamPath) {
        String[] segments = upstreamPath.substring(1).split("/", -1);
        int length = to.segments().size();
        if (segments.length < length) {
            return Optional.empty();
        }
        Map<String, String> known = new HashMap<>();
        for (int i = 0; i < length; i++) {
            String part = to.segments().get(i);
            known.put(part, segments[i]);
            if (!PathTemplate.isHole(part) && !part.equals(segments[i])) {
                return Optional.empty();
            }
        }
        StringBuilder path = new StringBuilder(upstreamPath.length());
        for (String part : from.segments()) {
            String segment = PathTemplate.isHole(part) ? known.get(part) : part;
            if (segment == null) {
                return Optional.empty();
            }
            path.append('/').append(segment);
        }
        for (int i = length; i < segments.length; i++) {
            path.append('/').append(segments[i]);
        }
        return Optional.of(path.toString());
    }
}
