package daybook.cli.faults;

import daybook.cli.faults.Fault.Kind;
import daybook.local.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * When what goes wrong: a function of the seed. Every kind comes up before any comes again, and so
 * does every service; a new fault begins while the last one is still being mended, but two never
 * meet in one service, nor the broker's with the broker's.
 */
final class Schedule {

    private static final Duration FIRST = Duration.ofSeconds(3);
    private static final Duration BETWEEN = Duration.ofSeconds(8);

    /** Of the providers' faults. */
    private static final Duration FIRST_OF_PROVIDER = Duration.ofSeconds(6);

    private static final Duration BETWEEN_OF_PROVIDERS = Duration.ofSeconds(17);

    /** Longer than the sessions of the shard (10 s) and of projections and effects (6 s). */
    private static final int PAST_SESSION_MILLIS = 13_000;

    private final Random random;
    private final Supplier<Kind> kinds;
    private final Supplier<Kind> providerKinds;
    private final Supplier<String> services;

    private Schedule(long seed) {
        random = new Random(seed);
        kinds =
                deck(
                        List.of(
                                Kind.KILL,
                                Kind.BROKER_KILL,
                                Kind.PAUSE,
                                Kind.CUT,
                                Kind.DATABASE_STOP,
                                Kind.LEAVE,
                                Kind.BROKER_STOP,
                                Kind.JOIN,
                                Kind.DATABASE_KILL));
        providerKinds = deck(List.of(Kind.OUTAGE, Kind.TWICE, Kind.SLOW, Kind.ERRORS));
        services = turns(Stack.SERVICES);
    }

    static List<Fault> of(long seed, Duration lasts) {
        var schedule = new Schedule(seed);
        List<Fault> faults = new ArrayList<>();
        for (Duration at = FIRST; at.compareTo(lasts) < 0; at = at.plus(BETWEEN)) {
            faults.add(schedule.next(at));
        }
        for (Duration at = FIRST_OF_PROVIDER;
                at.compareTo(lasts) < 0;
                at = at.plus(BETWEEN_OF_PROVIDERS)) {
            faults.add(schedule.nextOfProvider(at));
        }
        faults.sort(Comparator.comparing(Fault::at));
        return faults;
    }

    private Fault next(Duration at) {
        Kind kind = kinds.get();
        return switch (kind) {
            case KILL -> new Fault(at, between(1_000, 12_000), kind, replica());
            case PAUSE, CUT ->
                    new Fault(
                            at,
                            between(PAST_SESSION_MILLIS, PAST_SESSION_MILLIS + 2_000),
                            kind,
                            replica());
            case LEAVE -> new Fault(at, between(1_000, 5_000), kind, replica());
            case JOIN -> new Fault(at, between(6_000, 10_000), kind, services.get() + "-3");
            case BROKER_KILL, BROKER_STOP -> new Fault(at, between(500, 4_000), kind, "kafka");
            case DATABASE_STOP, DATABASE_KILL ->
                    new Fault(at, between(500, 4_000), kind, "postgres");
            case OUTAGE, ERRORS, SLOW, TWICE ->
                    throw new IllegalStateException(kind + " is in the other deck");
        };
    }

    private Fault nextOfProvider(Duration at) {
        String provider = random.nextInt(3) < 2 ? "payment" : "carrier";
        return new Fault(at, between(6_000, 12_000), providerKinds.get(), provider);
    }

    private String replica() {
        String service = services.get();
        return random.nextBoolean() ? service : service + "-2";
    }

    private Duration between(int leastMillis, int mostMillis) {
        return Duration.ofMillis(random.nextInt(leastMillis, mostMillis));
    }

    /** Everybody's turn comes equally often, and never soon after the last. */
    private Supplier<String> turns(List<String> names) {
        List<String> order = new ArrayList<>(names);
        Collections.shuffle(order, random);
        return () -> {
            Collections.rotate(order, 1);
            return order.getFirst();
        };
    }

    /** Deals all cards in an order of its own, then all of them again in another. */
    private <T> Supplier<T> deck(List<T> cards) {
        List<T> left = new ArrayList<>();
        return () -> {
            if (left.isEmpty()) {
                left.addAll(cards);
                Collections.shuffle(left, random);
            }
            return left.removeLast();
        };
    }
}
