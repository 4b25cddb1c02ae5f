package daybook.inventory.http;

import daybook.contracts.inventory.InventoryCommand;
import daybook.contracts.inventory.InventoryCommand.AdjustStock;
import daybook.contracts.inventory.InventoryCommand.ReceiveStock;
import daybook.eventlog.Inbox;
import daybook.eventlog.Service;
import daybook.eventlog.http.Commands;
import daybook.eventlog.http.Commands.OnDone;
import daybook.eventlog.http.Freshness;
import daybook.eventlog.http.PathId;
import daybook.inventory.domain.StockState;
import daybook.inventory.readmodel.Stock;
import daybook.inventory.readmodel.StockView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Optional;

/** Stock: received and adjusted by the warehouse, looked at by all. */
@Path("/stock")
public class StockResource {

    private final Inbox<InventoryCommand> inbox;
    private final Commands commands;
    private final Stock stock;
    private final Freshness freshness;

    StockResource(
            Service<InventoryCommand, StockState, ?> service,
            Commands commands,
            Stock stock,
            Freshness freshness) {
        this.inbox = service.inbox();
        this.commands = commands;
        this.stock = stock;
        this.freshness = freshness;
    }

    public record ReceiptRequest(int quantity, String reference) {

        ReceiveStock toCommand() {
            return new ReceiveStock(quantity, reference);
        }
    }

    public record AdjustmentRequest(int delta, String reason) {

        AdjustStock toCommand() {
            return new AdjustStock(delta, reason);
        }
    }

    /** What a command on a SKU is answered. */
    public record Changed(String sku, long version) {}

    public record StockList(List<StockView> stock, Optional<String> next) {}

    @POST
    @Path("/{sku}/receipts")
    @RolesAllowed("warehouse")
    public Uni<Response> receive(String sku, ReceiptRequest request, @Context HttpHeaders headers) {
        return send(sku, request.toCommand(), request, headers);
    }

    @POST
    @Path("/{sku}/adjustments")
    @RolesAllowed("warehouse")
    public Uni<Response> adjust(
            String sku, AdjustmentRequest request, @Context HttpHeaders headers) {
        return send(sku, request.toCommand(), request, headers);
    }

    @GET
    @Path("/{sku}")
    @RolesAllowed({"customer", "operator", "warehouse", "auditor"})
    public Uni<StockView> get(String sku, @Context HttpHeaders headers) {
        String valid = PathId.valid("sku", sku);
        return freshness.then(headers, () -> stock.one(valid));
    }

    @GET
    @RolesAllowed({"customer", "operator", "warehouse", "auditor"})
    public Uni<StockList> list(
            @QueryParam("after") Optional<String> after,
            @QueryParam("limit") @DefaultValue("20") int limit,
            @Context HttpHeaders headers) {
        return freshness
                .then(headers, () -> stock.list(after, limit))
                .map(page -> new StockList(page, Stock.next(page, limit)));
    }

    private Uni<Response> send(
            String sku, InventoryCommand command, Object request, HttpHeaders headers) {
        String valid = PathId.valid("sku", sku);
        return commands.send(
                inbox.message(valid, command),
                request,
                headers,
                new OnDone(
                        201,
                        UriBuilder.fromPath("/stock/{sku}").build(valid),
                        version -> new Changed(valid, version)));
    }
}
