package daybook.shipping.http;

import daybook.contracts.shipping.ShippingCommand;
import daybook.contracts.shipping.ShippingCommand.DispatchShipment;
import daybook.eventlog.Inbox;
import daybook.eventlog.Service;
import daybook.eventlog.http.Caller;
import daybook.eventlog.http.Commands;
import daybook.eventlog.http.Commands.OnDone;
import daybook.eventlog.http.Freshness;
import daybook.eventlog.http.PathId;
import daybook.shipping.domain.ShippingState;
import daybook.shipping.readmodel.ShipmentProjection;
import daybook.shipping.readmodel.ShipmentView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;

/** Shipments, looked at by their customers and by staff, and handed over by the warehouse. */
@Path("/shipments")
public class ShipmentResource {

    private final Inbox<ShippingCommand> inbox;
    private final Commands commands;
    private final ShipmentProjection shipments;
    private final Freshness freshness;
    private final Caller caller;

    ShipmentResource(
            Service<ShippingCommand, ShippingState, ?> service,
            Commands commands,
            ShipmentProjection shipments,
            Freshness freshness,
            Caller caller) {
        this.inbox = service.inbox();
        this.commands = commands;
        this.shipments = shipments;
        this.freshness = freshness;
        this.caller = caller;
    }

    /** What a command on a shipment is answered. */
    public record Changed(String orderId, long version) {}

    @GET
    @Path("/{orderId}")
    @RolesAllowed({"customer", "operator", "warehouse", "auditor"})
    public Uni<ShipmentView> get(String orderId, @Context HttpHeaders headers) {
        PathId.valid("order-id", orderId);
        var owner = caller.confinedTo();
        return freshness.then(headers, () -> shipments.one(orderId, owner));
    }

    @POST
    @Path("/{orderId}/dispatch")
    @RolesAllowed("warehouse")
    public Uni<Response> dispatch(String orderId, @Context HttpHeaders headers) {
        PathId.valid("order-id", orderId);
        var command = new DispatchShipment();
        return commands.send(
                inbox.message(orderId, command),
                command,
                headers,
                new OnDone(
                        200,
                        UriBuilder.fromPath("/shipments/{id}").build(orderId),
                        version -> new Changed(orderId, version)));
    }
}
