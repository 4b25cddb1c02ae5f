package daybook.payment.readmodel;

import daybook.contracts.payment.PaymentEvent;
import daybook.eventlog.Envelope;
import daybook.eventlog.readmodel.Projection;
import daybook.eventlog.readmodel.StreamRows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Posts the events of payments to their rows, and finds the rows again. */
@ApplicationScoped
public class PaymentProjection implements Projection<PaymentEvent> {

    @Override
    public Uni<Void> post(List<Envelope<PaymentEvent>> events) {
        return StreamRows.post(events, PaymentView.class, PaymentView::new, PaymentView::post);
    }

    /**
     * @param owner whose payment it must be; empty for staff, who may see all
     */
    public Uni<PaymentView> one(String orderId, Optional<String> owner) {
        return StreamRows.one(PaymentView.class, orderId, owner, p -> p.customerId, "payment");
    }
}
