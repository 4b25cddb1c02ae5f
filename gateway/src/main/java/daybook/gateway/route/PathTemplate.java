package daybook.gateway.route;

import java.util.List;

/**
 * A path with holes, such as {@code /api/orders/{id}}: a hole takes exactly one segment.
 *
 * @param text as written in the file; what metrics and logs show
 */
public record PathTemplate(String text, List<String> segments) {
    /** First segment of the paths that the gateway answers itself; no route can begin with it. */
    public static final String GATEWAYS_OWN = "gateway";

    private static final String NAME = "\\{[A-Za-z][A-Za-z0-9]*}";
    private static final String LITERAL = "[A-Za-z0-9._~-]+";

    public PathTemplate {
        segments = List.copyOf(segments);
    }

    /**
     * Reads a template as written.
     *
     * @throws IllegalArgumentException saying what is wrong with the template
     */
    public static PathTemplate parse(String text) {
        if (!text.startsWith("/") || text.length() < 2) {
            throw new IllegalArgumentException("must start with / and name a segment");
        }
        List<String> segments = List.of(text.substring(1).split("/", -1));
        if (segments.getFirst().equals(GATEWAYS_OWN)) {
            throw new IllegalArgumentException(
                    "must not begin with /" + GATEWAYS_OWN + "/, where the gateway answers itself");
        }
        for (String segment : segments) {
            boolean legal = segment.matches(NAME) || segment.matches(LITERAL);
            if (!legal || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "segment '"
                                + segment
                                + "' must be a name in braces or of the characters A-Z a-z 0-9 . _ ~ -");
            }
        }
        return new PathTemplate(text, segments);
    }

    /** This path with its holes filled from those of another one, whose segments are known. */
    String filled(PathTemplate names, List<String> known) {
        StringBuilder path = new StringBuilder(text.length());
        for (String segment : segments) {
            path.append('/')
                    .append(isHole(segment) ? known.get(names.segments.indexOf(segment)) : segment);
        }
        return path.toString();
    }

    static boolean isHole(String segment) {
        return segment.startsWith("{");
    }
}
