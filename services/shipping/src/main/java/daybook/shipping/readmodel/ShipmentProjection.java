package daybook.shipping.readmodel;

import daybook.contracts.shipping.ShippingEvent;
import daybook.eventlog.Envelope;
import daybook.eventlog.readmodel.Projection;
import daybook.eventlog.readmodel.StreamRows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Posts the events of shipments to their rows, and finds the rows again. */
@ApplicationScoped
public class ShipmentProjection implements Projection<ShippingEvent> {

    @Override
    public Uni<Void> post(List<Envelope<ShippingEvent>> events) {
        return StreamRows.post(events, ShipmentView.class, ShipmentView::new, ShipmentView::post);
    }

    /**
     * @param owner whose shipment it must be; empty for staff, who may see all
     */
    public Uni<ShipmentView> one(String orderId, Optional<String> owner) {
        return StreamRows.one(ShipmentView.class, orderId, owner, s -> s.customerId, "shipment");
    }
}
