package daybook.simulators.server;

import java.security.SecureRandom;
import java.util.Locale;

/** Identifiers that look like the providers' own. */
public final class Ids {

    private static final String LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** Letters and digits, as Stripe's {@code pi_3MtwBwLkdIwHu7ix28a3tqPa}. */
    public static String letters(String prefix, int length) {
        return random(prefix, length, LETTERS.length());
    }

    /** 32 hexadecimal digits, as EasyPost's {@code shp_597ccf75eb5f441282d22199e802474b}. */
    public static String hex(String prefix) {
        return random(prefix, 32, 16).toLowerCase(Locale.ROOT);
    }

    public static String digits(String prefix, int length) {
        return random(prefix, length, 10);
    }

    private static String random(String prefix, int length, int letters) {
        var id = new StringBuilder(prefix);
        for (var i = 0; i < length; i++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(letters)));
        }
        return id.toString();
    }
}
