package daybook.cli.storage;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How to lay out the event store for a load: plain arithmetic on what one order leaves behind.
 *
 * @param orders what one order leaves in each topic
 * @param databaseBytes what one order leaves in PostgreSQL, all services together
 */
record StoragePlan(List<PerOrder> orders, double databaseBytes, Load load, Machine machine) {

    /**
     * What is planned for.
     *
     * @param ordersPerDay on average
     * @param years for how long everything is kept
     * @param copies of each partition
     * @param peak the busiest second as a multiple of the average
     * @param queries of each kind, for each order that is placed
     */
    record Load(
            double ordersPerDay,
            double years,
            int copies,
            double peak,
            Map<Query, Double> queries) {

        double totalOrders() {
            return ordersPerDay * 365 * years;
        }

        double peakOrdersPerSecond() {
            return ordersPerDay / Duration.ofDays(1).toSeconds() * peak;
        }
    }

    /** Numbers with many divisors, so that replicas of most counts get equally many. */
    private static final List<Integer> PARTITIONS = List.of(12, 24, 48, 96, 192, 384);

    /** Partitions are not added later, so there is room for as many times the planned replicas. */
    private static final int ROOM_TO_GROW = 3;

    StoragePlan {
        orders = List.copyOf(orders);
    }

    double diskBytesPerOrder() {
        return orders.stream().mapToDouble(PerOrder::diskBytes).sum();
    }

    /** On all brokers, at the end. */
    double totalDiskBytes() {
        return diskBytesPerOrder() * load.totalOrders() * load.copies();
    }

    double entriesPerOrder() {
        return orders.stream().filter(PerOrder::isLog).mapToDouble(PerOrder::records).sum();
    }

    private double ownEvents() {
        return records("order.events");
    }

    private double records(String topic) {
        return orders.stream()
                .filter(order -> order.topic().equals(topic))
                .mapToDouble(PerOrder::records)
                .sum();
    }

    /** Of the service that gets most. */
    double busiestCommandsPerSecond() {
        return load.peakOrdersPerSecond() * most(PerOrder::isInbox);
    }

    private double most(Predicate<PerOrder> kind) {
        return orders.stream()
                .filter(kind)
                .map(PerOrder::records)
                .max(Comparator.naturalOrder())
                .orElse(0.0);
    }

    /** Replicas that the busiest service needs at the peak. */
    int replicas() {
        return (int)
                Math.max(1, Math.ceil(busiestCommandsPerSecond() / machine.commandsPerSecond()));
    }

    int partitions() {
        int wanted = replicas() * ROOM_TO_GROW;
        return PARTITIONS.stream().filter(count -> count >= wanted).findFirst().orElse(wanted);
    }

    /**
     * How long a replica that was killed at the peak reads back before it goes on.
     *
     * @param every how often what changed is saved
     */
    double recoverySeconds(Duration every) {
        return load.peakOrdersPerSecond()
                * most(PerOrder::isLog)
                * every.toMillis()
                / 1e3
                / machine.scannedPerSecond();
    }

    /** How long the largest log takes to be posted again from its beginning, at the end. */
    double rebuildSeconds() {
        return load.totalOrders() * most(PerOrder::isLog) / machine.scannedPerSecond();
    }

    /** What one question costs when all orders are in the logs. */
    Query.Cost cost(Query query) {
        return query.cost(ownEvents(), load.totalOrders() * entriesPerOrder());
    }

    /** Seconds of reading that the questions of one day cost then. */
    double secondsADay(Query query) {
        return load.queries().getOrDefault(query, 0.0)
                * load.ordersPerDay()
                * cost(query).seconds(machine);
    }

    /** What stays on the brokers' own disks if what is older lies in a tier, once. */
    double localBytes(int days) {
        return diskBytesPerOrder()
                * Math.min(load.ordersPerDay() * days, load.totalOrders())
                * load.copies();
    }

    double tierBytes(int days) {
        double older = Math.max(0, load.totalOrders() - load.ordersPerDay() * days);
        return diskBytesPerOrder() * older;
    }
}
