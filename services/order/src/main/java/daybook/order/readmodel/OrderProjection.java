package daybook.order.readmodel;

import daybook.contracts.order.OrderEvent;
import daybook.eventlog.Envelope;
import daybook.eventlog.readmodel.Projection;
import daybook.eventlog.readmodel.StreamRows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Posts the events of orders to their rows. */
@ApplicationScoped
public class OrderProjection implements Projection<OrderEvent> {

    @Override
    public Uni<Void> post(List<Envelope<OrderEvent>> events) {
        return StreamRows.post(events, OrderView.class, OrderView::new, OrderView::post);
    }
}
