package daybook.payment.http;

import daybook.eventlog.http.Caller;
import daybook.eventlog.http.Freshness;
import daybook.eventlog.http.PathId;
import daybook.payment.readmodel.PaymentProjection;
import daybook.payment.readmodel.PaymentView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

/** Payments, looked at by their customers and by staff. */
@Path("/payments")
public class PaymentResource {

    private final PaymentProjection payments;
    private final Freshness freshness;
    private final Caller caller;

    PaymentResource(PaymentProjection payments, Freshness freshness, Caller caller) {
        this.payments = payments;
        this.freshness = freshness;
        this.caller = caller;
    }

    @GET
    @Path("/{orderId}")
    @RolesAllowed({"customer", "operator", "auditor"})
    public Uni<PaymentView> get(String orderId, @Context HttpHeaders headers) {
        PathId.valid("order-id", orderId);
        var owner = caller.confinedTo();
        return freshness.then(headers, () -> payments.one(orderId, owner));
    }
}
