package daybook.order.http;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.CancelOrder;
import daybook.contracts.order.OrderCommand.PlaceOrder;
import daybook.contracts.order.OrderCommand.ReturnItems;
import daybook.contracts.order.OrderLine;
import daybook.contracts.order.ReturnedLine;
import daybook.eventlog.Inbox;
import daybook.eventlog.Service;
import daybook.eventlog.http.Caller;
import daybook.eventlog.http.Commands;
import daybook.eventlog.http.Commands.OnDone;
import daybook.eventlog.http.Freshness;
import daybook.eventlog.http.PathId;
import daybook.eventlog.http.ProblemException;
import daybook.eventlog.vault.Box;
import daybook.eventlog.vault.Vault;
import daybook.eventlog.vault.VaultUnavailableException;
import daybook.order.domain.Addresses;
import daybook.order.domain.OrderState;
import daybook.order.readmodel.OrderSummary;
import daybook.order.readmodel.OrderView;
import daybook.order.readmodel.Orders;
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
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Orders: placed, looked at, cancelled and returned by their customers, or by staff for them. */
@Path("/orders")
public class OrderResource {

    private final Inbox<OrderCommand> inbox;
    private final Commands commands;
    private final Orders orders;
    private final Freshness freshness;
    private final Caller caller;
    private final Vault vault;

    OrderResource(
            Service<OrderCommand, OrderState, ?> service,
            Commands commands,
            Orders orders,
            Freshness freshness,
            Caller caller,
            Vault vault) {
        this.inbox = service.inbox();
        this.commands = commands;
        this.orders = orders;
        this.freshness = freshness;
        this.caller = caller;
        this.vault = vault;
    }

    /**
     * @param customerId for staff, who place an order for somebody; a customer's own is the token's
     */
    public record PlaceRequest(
            Optional<String> customerId,
            String currency,
            List<Line> lines,
            Address shipTo,
            String paymentMethod) {

        public record Line(String sku, int quantity, long unitPriceMinor) {}

        PlaceOrder toCommand(String customer, Box address) {
            return new PlaceOrder(
                    customer,
                    currency,
                    IntStream.range(0, lines.size()).mapToObj(this::line).toList(),
                    new Sealed(address.key(), address.data()),
                    paymentMethod);
        }

        /** What tells it from other requests, without the address. */
        Same without(String mark) {
            return new Same(customerId, currency, lines, mark, paymentMethod);
        }

        private OrderLine line(int index) {
            Line line = lines.get(index);
            return new OrderLine(index + 1, line.sku(), line.quantity(), line.unitPriceMinor());
        }
    }

    /**
     * A request as it is remembered.
     *
     * @param address tells the address from the customer's other ones, and nothing more
     */
    record Same(
            Optional<String> customerId,
            String currency,
            List<PlaceRequest.Line> lines,
            String address,
            String paymentMethod) {}

    public record CancelRequest(String reason) {}

    public record ReturnRequest(List<ReturnedLine> lines, String reason) {}

    /** What a command on an order is answered. */
    public record Changed(String orderId, long version) {}

    public record Returned(String orderId, String returnId, long version) {}

    public record OrderList(List<OrderSummary> orders, Optional<String> next) {}

    @POST
    @RolesAllowed({"customer", "operator"})
    public Uni<Response> place(PlaceRequest request, @Context HttpHeaders headers) {
        String customer = customer(request);
        Addresses.flaw(request.shipTo())
                .ifPresent(flaw -> {
                    throw new ProblemException(422, "invalid-order", flaw + ".");
                });
        String orderId = commands.newStreamId(headers);
        return vault.seal(customer, Sealed.context(orderId), request.shipTo().text())
                .onFailure(VaultUnavailableException.class)
                .transform(OrderResource::unavailable)
                .chain(address ->
                        commands.send(
                                inbox.message(orderId, request.toCommand(customer, address.box())),
                                request.without(address.mark()),
                                headers,
                                new OnDone(
                                        201,
                                        location(orderId),
                                        version -> new Changed(orderId, version))));
    }

    /** Nothing is stored in the clear instead. */
    static ProblemException unavailable(Throwable why) {
        return ProblemException.passing(
                503, "vault-unavailable", "Addresses cannot be sealed or opened now: ask again");
    }

    @POST
    @Path("/{orderId}/cancellation")
    @RolesAllowed({"customer", "operator"})
    public Uni<Response> cancel(
            String orderId, CancelRequest request, @Context HttpHeaders headers) {
        PathId.valid("order-id", orderId);
        return commands.send(
                inbox.message(orderId, new CancelOrder(onBehalfOf(), request.reason())),
                request,
                headers,
                new OnDone(200, location(orderId), version -> new Changed(orderId, version)));
    }

    @POST
    @Path("/{orderId}/returns")
    @RolesAllowed({"customer", "operator"})
    public Uni<Response> giveBack(
            String orderId, ReturnRequest request, @Context HttpHeaders headers) {
        PathId.valid("order-id", orderId);
        String returnId = commands.newStreamId(headers);
        return commands.send(
                inbox.message(
                        orderId,
                        new ReturnItems(onBehalfOf(), returnId, request.lines(), request.reason())),
                request,
                headers,
                new OnDone(
                        201,
                        location(orderId),
                        version -> new Returned(orderId, returnId, version)));
    }

    @GET
    @Path("/{orderId}")
    @RolesAllowed({"customer", "operator", "auditor"})
    public Uni<OrderView> get(String orderId, @Context HttpHeaders headers) {
        PathId.valid("order-id", orderId);
        var owner = caller.confinedTo();
        return freshness.then(headers, () -> orders.one(orderId, owner));
    }

    @GET
    @RolesAllowed({"customer", "operator", "auditor"})
    public Uni<OrderList> list(
            @QueryParam("customerId") Optional<String> customerId,
            @QueryParam("status") Optional<OrderView.Status> status,
            @QueryParam("after") Optional<String> after,
            @QueryParam("limit") @DefaultValue("20") int limit,
            @Context HttpHeaders headers) {
        var filter = new Orders.Filter(caller.confinedTo().or(() -> customerId), status);
        return freshness
                .then(headers, () -> orders.list(filter, after, limit))
                .map(page -> new OrderList(page, Orders.next(page, limit)));
    }

    private String customer(PlaceRequest request) {
        Optional<String> confined = caller.confinedTo();
        if (confined.isEmpty()) {
            return request.customerId()
                    .orElseThrow(() ->
                            new ProblemException(
                                    422,
                                    "customer-missing",
                                    "Staff must say whom the order is for: customerId"));
        }
        if (!request.customerId().equals(Optional.empty())
                && !request.customerId().equals(confined)) {
            throw new ProblemException(403, "not-your-order", "A customer orders for no one else");
        }
        return confined.get();
    }

    private String onBehalfOf() {
        return caller.confinedTo().orElse("");
    }

    private static URI location(String orderId) {
        return UriBuilder.fromPath("/orders/{id}").build(orderId);
    }
}
