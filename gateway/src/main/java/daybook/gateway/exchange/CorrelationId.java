package daybook.gateway.exchange;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name under which one request is found in every log: the caller's if legal, else a new one.
 */
public final class CorrelationId {
    public static final String HEADER = "Correlation-Id";
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private CorrelationId() {}

    public static String of(@Nullable String given) {
        if (given != null && LEGAL.matcher(given).matches()) {
            return given;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }
}
