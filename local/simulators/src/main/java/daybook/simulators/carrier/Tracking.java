package daybook.simulators.carrier;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Where a bought parcel is: a function of the time since the purchase. */
final class Tracking {

    /** A status and when it began. */
    record Scan(String status, Instant at) {}

    private final InstantSource clock;
    private final Duration transitAfter;
    private final Duration deliveryAfter;

    Tracking(InstantSource clock, Duration transitAfter, Duration deliveryAfter) {
        this.clock = clock;
        this.transitAfter = transitAfter;
        this.deliveryAfter = deliveryAfter;
    }

    Instant now() {
        return clock.instant();
    }

    String status(Shipment shipment) {
        return shipment.isBought() ? scans(shipment).getLast().status : "unknown";
    }

    boolean isUnderWay(Shipment shipment) {
        return scans(shipment).size() > 1;
    }

    /** Returns the scans so far, oldest first. A label given back is never scanned. */
    List<Scan> scans(Shipment shipment) {
        var bought = Instant.ofEpochMilli(shipment.purchase().boughtAt());
        var scans = new ArrayList<Scan>();
        scans.add(new Scan("pre_transit", bought));
        if (shipment.isRefunded()) {
            scans.add(
                    new Scan("cancelled", Instant.ofEpochMilli(shipment.purchase().refundedAt())));
            return scans;
        }
        addIfPast(scans, "in_transit", bought.plus(transitAfter));
        addIfPast(scans, shipment.isLost() ? "failure" : "delivered", bought.plus(deliveryAfter));
        return scans;
    }

    private void addIfPast(List<Scan> scans, String status, Instant at) {
        if (!at.isAfter(now())) {
            scans.add(new Scan(status, at));
        }
    }
}
