import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Makes mixed-day.json from a file of invoice lines: {@code java load-tests/MixedDay.java FILE.csv.gz >
 * load-tests/lib/mixed-day.json}. What it takes from the file are counts, no rows.
 */
public class MixedDay {

    /** So many steps from the smallest to the largest. */
    private static final int QUANTILES = 20;

    private static final class Invoice {
        String hour = "";
        String day = "";
        int lines;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Invoice> invoices = new LinkedHashMap<>();
        List<Integer> quantities = new ArrayList<>();
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(new FileInputStream(arguments[0])),
                                StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                // Number, then a date: whatever stands in between may hold commas in quotes.
                var found = line.replaceAll("^([^,]+),.*,(-?\\d+),(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d):.*$", "$1,$2,$3,$4").split(",");
                Invoice invoice = invoices.computeIfAbsent(found[0], _ -> new Invoice());
                invoice.lines++;
                invoice.day = found[2];
                invoice.hour = found[3];
                if (Integer.parseInt(found[1]) > 0) {
                    quantities.add(Integer.valueOf(found[1]));
                }
            }
        }
        var orders = invoices.entrySet().stream().filter(one -> !one.getKey().startsWith("C")).map(Map.Entry::getValue).toList();
        Map<String, Integer> byHour = new TreeMap<>();
        orders.forEach(order -> byHour.merge(order.hour, 1, Integer::sum));
        long days = orders.stream().map(order -> order.day).distinct().count();
        System.out.printf(
                """
                {
                  "source": "Counts from the UCI data set Online Retail (D. Chen, 2015, DOI 10.24432/C5BW33, CC BY 4.0): invoices of a UK gift wholesaler in December 2010",
                  "days": %d,
                  "orders": %d,
                  "cancellations": %d,
                  "ordersByHour": %s,
                  "linesPerOrder": %s,
                  "unitsPerLine": %s
                }
                """,
                days,
                orders.size(),
                invoices.size() - orders.size(),
                byHour.toString().replace("=", "\": ").replace("{", "{\"").replace(", ", ", \""),
                quantiles(orders.stream().map(order -> order.lines).toList()),
                quantiles(quantities));
    }

    private static List<Integer> quantiles(List<Integer> values) {
        var sorted = values.stream().sorted().toList();
        List<Integer> quantiles = new ArrayList<>();
        for (int i = 0; i < QUANTILES; i++) {
            quantiles.add(sorted.get((int) ((i + 0.5) / QUANTILES * sorted.size())));
        }
        return quantiles;
    }
}
