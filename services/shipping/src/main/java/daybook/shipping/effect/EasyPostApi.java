package daybook.shipping.effect;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * The part of EasyPost's API that Daybook uses. It knows no idempotency keys; what it does instead
 * is to find a shipment by the reference that it was given at its creation.
 *
 * @see <a href="https://docs.easypost.com/docs/shipments">EasyPost: Shipments</a>
 */
@Path("/v2")
@Consumes(MediaType.APPLICATION_JSON)
@RegisterRestClient(configKey = "carrier")
@RegisterClientHeaders(EasyPostHeaders.class)
interface EasyPostApi {

    @GET
    @Path("/shipments/{idOrReference}")
    Uni<Response> shipment(@PathParam("idOrReference") String idOrReference);

    @POST
    @Path("/shipments")
    Uni<Response> create(String shipment);

    @POST
    @Path("/shipments/{id}/buy")
    Uni<Response> buy(@PathParam("id") String id, String rate);

    @POST
    @Path("/shipments/{id}/refund")
    Uni<Response> refund(@PathParam("id") String id);

    @GET
    @Path("/trackers/{id}")
    Uni<Response> tracker(@PathParam("id") String id);
}
