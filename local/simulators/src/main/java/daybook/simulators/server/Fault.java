package daybook.simulators.server;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** One way to misbehave, for a share of the requests, a number of times or until a moment. */
final class Fault {

    enum Mode {
        /** Answers, but later. */
        SLOW,
        /** 500, and nothing has happened. */
        ERROR,
        /** The connection closes, and nothing has happened. */
        RESET,
        /** No answer until {@code latencyMillis} (else a minute) have passed, then as RESET. */
        HANG,
        /** The request is carried out, but the connection closes instead of an answer. */
        TWICE
    }

    private static final long MAX_LATENCY_MILLIS = 600_000;
    private static final long HANG_MILLIS = 60_000;
    private static final Set<String> FIELDS =
            Set.of("mode", "ratio", "latencyMillis", "count", "forSeconds", "seed");

    private final Mode mode;
    private final double ratio;
    private final long latencyMillis;
    private final Instant until;
    private final long seed;
    private final Random random;
    private long remaining;
    private long fired;

    private Fault(
            Mode mode, double ratio, long latencyMillis, long remaining, Instant until, long seed) {
        this.mode = mode;
        this.ratio = ratio;
        this.latencyMillis = latencyMillis;
        this.remaining = remaining;
        this.until = until;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /**
     * @throws IllegalArgumentException if a field is unknown or out of range, saying which
     */
    static Fault of(JsonObject json, Instant now) {
        for (var field : json.fieldNames()) {
            check(FIELDS.contains(field), "unknown field '" + field + "', use one of " + FIELDS);
        }
        var mode = mode(json.getValue("mode", ""));
        var ratio = number(json, "ratio", 1);
        check(ratio > 0 && ratio <= 1, "ratio must be above 0 and at most 1");
        var latencyMillis = (long) number(json, "latencyMillis", 0);
        check(
                latencyMillis >= 0 && latencyMillis <= MAX_LATENCY_MILLIS,
                "latencyMillis must be 0 to " + MAX_LATENCY_MILLIS);
        check(mode != Mode.SLOW || latencyMillis > 0, "slow needs latencyMillis");
        var count = (long) number(json, "count", Long.MAX_VALUE);
        check(count > 0, "count must be 1 or more");
        var forSeconds = number(json, "forSeconds", 0);
        check(forSeconds >= 0, "forSeconds must be 0 or more");
        var until = forSeconds == 0 ? Instant.MAX : now.plusMillis((long) (forSeconds * 1000));
        return new Fault(mode, ratio, latencyMillis, count, until, (long) number(json, "seed", 1));
    }

    Mode mode() {
        return mode;
    }

    long latencyMillis() {
        return mode == Mode.HANG && latencyMillis == 0 ? HANG_MILLIS : latencyMillis;
    }

    boolean isOver(Instant now) {
        return remaining == 0 || !now.isBefore(until);
    }

    /** Draws for the next request. The same seed gives the same draws. */
    boolean fires(boolean changesSomething) {
        if (mode == Mode.TWICE && !changesSomething) {
            return false;
        }
        if (random.nextDouble() >= ratio) {
            return false;
        }
        remaining--;
        fired++;
        return true;
    }

    JsonObject toJson() {
        var json =
                new JsonObject()
                        .put("mode", mode.name().toLowerCase(Locale.ROOT))
                        .put("ratio", ratio)
                        .put("latencyMillis", latencyMillis())
                        .put("seed", seed)
                        .put("fired", fired);
        if (remaining < Long.MAX_VALUE / 2) {
            json.put("remaining", remaining);
        }
        return until.equals(Instant.MAX) ? json : json.put("until", until.toString());
    }

    private static Mode mode(Object name) {
        for (var mode : Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("mode must be slow, error, reset, hang or twice");
    }

    private static double number(JsonObject json, String field, double absent) {
        return switch (json.getValue(field, absent)) {
            case Number number -> number.doubleValue();
            case null, default -> throw new IllegalArgumentException(field + " must be a number");
        };
    }

    private static void check(boolean holds, String detail) {
        if (!holds) {
            throw new IllegalArgumentException(detail);
        }
    }
}
