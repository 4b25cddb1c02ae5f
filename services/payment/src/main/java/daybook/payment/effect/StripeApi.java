package daybook.payment.effect;

import io.quarkus.rest.client.reactive.ClientFormParam;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * The part of Stripe's API that Daybook uses. A request whose idempotency key Stripe has seen gets
 * the first answer again, for at least a day.
 *
 * @see <a href="https://docs.stripe.com/api/payment_intents">Stripe: PaymentIntents</a>
 * @see <a href="https://docs.stripe.com/api/idempotent_requests">Stripe: idempotent requests</a>
 */
@Path("/v1")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RegisterRestClient(configKey = "payment-provider")
@RegisterClientHeaders(StripeHeaders.class)
interface StripeApi {

    /** Holds an amount on a card, to be captured or cancelled later. */
    @POST
    @Path("/payment_intents")
    @ClientFormParam(name = "payment_method_types[]", value = "card")
    @ClientFormParam(name = "capture_method", value = "manual")
    @ClientFormParam(name = "confirm", value = "true")
    Uni<Response> authorise(
            @HeaderParam("Idempotency-Key") String key,
            @FormParam("amount") long amountMinor,
            @FormParam("currency") String lowerCaseCurrency,
            @FormParam("payment_method") String paymentMethod,
            @FormParam("metadata[order_id]") String orderId);

    @POST
    @Path("/payment_intents/{id}/capture")
    Uni<Response> capture(
            @HeaderParam("Idempotency-Key") String key,
            @PathParam("id") String paymentIntent,
            @FormParam("amount_to_capture") long amountMinor);

    @POST
    @Path("/payment_intents/{id}/cancel")
    Uni<Response> cancel(
            @HeaderParam("Idempotency-Key") String key, @PathParam("id") String paymentIntent);

    @POST
    @Path("/refunds")
    Uni<Response> refund(
            @HeaderParam("Idempotency-Key") String key,
            @FormParam("payment_intent") String paymentIntent,
            @FormParam("amount") long amountMinor,
            @FormParam("metadata[refund_id]") String refundId);
}
