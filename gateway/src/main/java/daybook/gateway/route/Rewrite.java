package daybook.gateway.route;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request on the way to the upstream and of its answer on the way back.
 *
 * @param stripPrefix start of the path that the service does not know, empty for none
 * @param path what the service calls the path, if it is not the same less the prefix
 */
public record Rewrite(
        String stripPrefix, Optional<PathRewrite> path, HeaderEdits request, HeaderEdits answer) {

    /** Nothing: the service has the route's own path. */
    static final Rewrite NONE =
            new Rewrite("", Optional.empty(), HeaderEdits.NONE, HeaderEdits.NONE);

    /** A route's own section, or else the one of the defaults as a whole. */
    static Rewrite read(Section route, @Nullable Section defaults, PathTemplate path) {
        Rewrite rewrite =
                route.or(defaults, s -> s.section("rewrite"))
                        .map(section -> read(section, path))
                        .orElse(NONE);
        String prefix = rewrite.stripPrefix;
        if (!prefix.isEmpty() && !path.text().startsWith(prefix + "/")) {
            throw route.error(
                    "path", path.text() + " does not start with the stripPrefix " + prefix);
        }
        return rewrite;
    }

    private static Rewrite read(Section section, PathTemplate route) {
        String prefix = section.text("stripPrefix").orElse("");
        Optional<PathRewrite> path =
                section.text("path").map(_ -> PathRewrite.read(section, route));
        if (path.isPresent() && !prefix.isEmpty()) {
            throw section.error("path", "path says all of the path: leave stripPrefix out");
        }
        HeaderEdits request = edits(section, "requestHeaders");
        HeaderEdits answer = edits(section, "answerHeaders");
        section.refuseOthers();
        return new Rewrite(prefix, path, request, answer);
    }

    private static HeaderEdits edits(Section section, String key) {
        return section.section(key).map(HeaderEdits::read).orElse(HeaderEdits.NONE);
    }

    /** The upstream's name of a canonical path. */
    String upstreamPath(String canonicalPath) {
        return path.isPresent()
                ? path.get().apply(canonicalPath)
                : canonicalPath.substring(stripPrefix.length());
    }

    /** The caller's name of a path that the upstream gave, maybe with a query or fragment. */
    String callerPath(String given) {
        if (path.isEmpty()) {
            return stripPrefix + given;
        }
        String alone = given.split("[?#]", 2)[0];
        return path.get()
                .revert(alone)
                .map(callers -> callers + given.substring(alone.length()))
                .orElse(given);
    }
}
