package daybook.cli.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A line chart over the time of a run, as an SVG inside a page. */
final class Plot {

    /**
     * A line.
     *
     * @param values one for each bin; NaN where there is nothing
     */
    record Line(String name, double[] values) {}

    private static final int WIDTH = 900;
    private static final int HEIGHT = 220;
    private static final int LEFT = 56;
    private static final int BOTTOM = 24;
    private static final int TOP = 8;
    private static final int TICKS = 4;

    /** A line is drawn over so many stretches without a value, and broken by more. */
    private static final int MAX_GAP = 4;

    private final String title;
    private final String unit;
    private final Bins bins;
    private final List<Line> lines;
    private final double top;

    Plot(String title, String unit, Bins bins, List<Line> lines) {
        this.title = title;
        this.unit = unit;
        this.bins = bins;
        this.lines = lines;
        this.top =
                rounded(
                        lines.stream()
                                .flatMapToDouble(line -> Arrays.stream(line.values()))
                                .filter(value -> !Double.isNaN(value))
                                .max()
                                .orElse(1));
    }

    /** The next 1, 2 or 5 with zeros that is not smaller. */
    private static double rounded(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-9))));
        for (double step : new double[] {1, 2, 5, 10}) {
            if (step * power >= most) {
                return step * power;
            }
        }
        return 10 * power;
    }

    String html() {
        var svg = new StringBuilder();
        svg.append("<figure><figcaption>%s<small> %s</small>".formatted(title, unit));
        for (int i = 0; i < lines.size(); i++) {
            svg.append(
                    "<span class=\"c%d\">%s</span>".formatted(i, Html.text(lines.get(i).name())));
        }
        svg.append(
                "</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                        .formatted(WIDTH, HEIGHT, title));
        axes(svg);
        bins.marks().forEach(mark -> mark(svg, mark));
        for (int i = 0; i < lines.size(); i++) {
            line(svg, i, lines.get(i));
        }
        return svg.append("</svg></figure>\n").toString();
    }

    private void axes(StringBuilder svg) {
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = top * tick / TICKS;
            svg.append(
                    format(
                            "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\""
                                    + " text-anchor=\"end\">%s</text>",
                            LEFT, y(value), WIDTH, LEFT - 6, y(value) + 4, number(value)));
            double seconds = bins.seconds() * tick / TICKS;
            svg.append(
                    format(
                            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%.0f s</text>",
                            x(seconds), HEIGHT - 4, tick == TICKS ? "end" : "middle", seconds));
        }
    }

    private void mark(StringBuilder svg, Bins.At mark) {
        svg.append(
                format(
                        "<path class=\"mark\" d=\"M%.1f %dV%d\"/><text x=\"%.1f\""
                                + " y=\"%d\">%s</text>",
                        x(mark.seconds()),
                        TOP,
                        HEIGHT - BOTTOM,
                        x(mark.seconds()) + 4,
                        TOP + 10,
                        Html.text(mark.what())));
    }

    private void line(StringBuilder svg, int color, Line line) {
        var path = new StringBuilder();
        int last = Integer.MIN_VALUE;
        for (int bin = 0; bin < line.values().length; bin++) {
            double value = line.values()[bin];
            if (!Double.isNaN(value)) {
                String move = (long) bin - last <= MAX_GAP ? "L" : "M";
                path.append(format("%s%.1f %.1f", move, x((bin + 0.5) * bins.width()), y(value)));
                last = bin;
            }
        }
        svg.append("<path class=\"line c%d\" d=\"%s\"/>".formatted(color, path));
    }

    private double x(double seconds) {
        return LEFT + (WIDTH - LEFT) * seconds / bins.seconds();
    }

    private double y(double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
    }

    private static String number(double value) {
        return value >= 1000
                ? format("%,.0f", value)
                : format(value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
