package daybook.bench;

import java.util.List;

/** Medians, and numbers as people write them. */
final class Stats {

    private Stats() {}

    /** The middle one of an odd number of measurements. */
    static <T extends Comparable<T>> T middle(List<T> measured) {
        return measured.stream().sorted().toList().get(measured.size() / 2);
    }

    /** The middle of several rates, with the least and the most. */
    static String spread(List<Double> rates) {
        return "%,9.0f/s (%,.0f to %,.0f)"
                .formatted(
                        middle(rates),
                        rates.stream().min(Double::compare).orElseThrow(),
                        rates.stream().max(Double::compare).orElseThrow());
    }

    static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
