package daybook.eventlog.http;

import java.util.regex.Pattern;

/** What may name a stream in a path. */
public final class PathId {

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._ -]{1,64}");

    private PathId() {}

    /**
     * @param what the id is of, as the caller knows it, such as {@code sku}
     * @throws ProblemException (400) if no stream can have the id
     */
    public static String valid(String what, String id) {
        if (!WELL_FORMED.matcher(id).matches()) {
            throw new ProblemException(
                    400,
                    "invalid-" + what,
                    "'%s' is no %s: 1 to 64 letters, digits, spaces, dots, dashes and underscores"
                            .formatted(id, what));
        }
        return id;
    }
}
