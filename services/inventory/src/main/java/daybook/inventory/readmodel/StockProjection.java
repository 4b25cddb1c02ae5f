package daybook.inventory.readmodel;

import daybook.contracts.inventory.InventoryEvent;
import daybook.eventlog.Envelope;
import daybook.eventlog.readmodel.Projection;
import daybook.eventlog.readmodel.StreamRows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Posts the events of SKUs to their rows. */
@ApplicationScoped
public class StockProjection implements Projection<InventoryEvent> {

    @Override
    public Uni<Void> post(List<Envelope<InventoryEvent>> events) {
        return StreamRows.post(events, StockView.class, StockView::new, StockView::post);
    }
}
