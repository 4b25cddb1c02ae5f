package daybook.cli.load;

import java.util.List;

/** A run as the scripts write it down: two orders of one SKU by one customer. */
final class RunLogSample {

    static final String CUSTOMER = "c-1";
    static final String SKU = "LOAD-r-1";

    private RunLogSample() {}

    /** Ten units of the SKU are there. */
    static RunLog log(String... placed) {
        var log = new RunLog();
        log.add(
                """
                {"event":"begun","at":1000,"run":"r","units":10,"skus":["LOAD-r-1"],"customers":["c-1"]}
                """);
        List.of(placed).forEach(log::add);
        return log;
    }

    static String placed(String id, int units) {
        return """
        {"event":"placed","at":2000,"phase":"checkout","id":"%s","customer":"c-1","millis":12.5,\
        "totalMinor":%d,"lines":[["LOAD-r-1",%d]]}\
        """
                .formatted(id, 100L * units, units);
    }

    static Books.Order order(String id, String status, int units) {
        return new Books.Order(id, CUSTOMER, status, "", 100L * units);
    }

    static Books.Stock stock(int available, int reserved, int shipped) {
        return new Books.Stock(10, 0, available, reserved, shipped, 0);
    }
}
