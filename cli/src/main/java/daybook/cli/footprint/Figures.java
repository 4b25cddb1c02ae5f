package daybook.cli.footprint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was measured: a row for each figure, a column for each way to run. */
final class Figures {

    private static final int LABEL_WIDTH = 34;
    private static final int COLUMN_WIDTH = 15;

    private final List<String> ways;
    private final Map<String, Map<String, Double>> rows = new LinkedHashMap<>();

    /**
     * @param ways to run, in the order of the columns; the last is what the others are compared
     *     with
     */
    Figures(List<String> ways) {
        this.ways = List.copyOf(ways);
    }

    void add(String figure, String way, double value) {
        rows.computeIfAbsent(figure, _ -> new LinkedHashMap<>()).put(way, value);
    }

    /** The table, with each way's ratio to the last. */
    List<String> table() {
        List<String> others = ways.subList(0, ways.size() - 1);
        Stream<String> ratios = others.stream().map(way -> way + " : " + ways.getLast());
        Stream<String> head = Stream.of(line("", Stream.concat(ways.stream(), ratios)));
        return Stream.concat(
                        head,
                        rows.entrySet().stream()
                                .map(row -> line(row.getKey(), cells(row.getValue()))))
                .toList();
    }

    private Stream<String> cells(Map<String, Double> values) {
        double base = values.getOrDefault(ways.getLast(), Double.NaN);
        return Stream.concat(
                ways.stream().map(way -> number(values.getOrDefault(way, Double.NaN))),
                ways.subList(0, ways.size() - 1).stream()
                        .map(way -> ratio(values.getOrDefault(way, Double.NaN) / base)));
    }

    private static String line(String label, Stream<String> cells) {
        return String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s", label)
                + cells.map(cell -> String.format(Locale.ROOT, "%" + COLUMN_WIDTH + "s", cell))
                        .collect(Collectors.joining());
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "-"
                : String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }

    private static String ratio(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
