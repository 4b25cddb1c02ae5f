package daybook.order.domain;

import java.util.Optional;

/** What text may be in an order. */
final class Text {

    private static final int REASON_MAX = 500;

    private Text() {}

    /** What is wrong with a text that somebody gave, or empty if nothing is. */
    static Optional<String> flaw(String name, String value, int max) {
        if (value.isBlank()) {
            return Optional.of(name + " is blank");
        }
        if (value.length() > max) {
            return Optional.of(
                    "%s has %d characters; at most %d are possible"
                            .formatted(name, value.length(), max));
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(name + " has a control character, such as a line break, in it");
        }
        return Optional.empty();
    }

    static Optional<String> reasonFlaw(String reason) {
        return flaw("reason", reason, REASON_MAX);
    }

    /** A service's reason, cut and cleaned: an order is not refused for what a provider writes. */
    static String bounded(String reason) {
        var clean = new StringBuilder();
        reason.codePoints()
                .limit(REASON_MAX)
                .map(each -> Character.isISOControl(each) ? ' ' : each)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
