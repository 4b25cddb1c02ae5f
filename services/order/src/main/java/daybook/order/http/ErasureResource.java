package daybook.order.http;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.RecordErasure;
import daybook.eventlog.Inbox;
import daybook.eventlog.Service;
import daybook.eventlog.http.Caller;
import daybook.eventlog.http.Correlation;
import daybook.eventlog.http.PathId;
import daybook.eventlog.http.ProblemException;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.vault.Certificate;
import daybook.eventlog.vault.Vault;
import daybook.eventlog.vault.VaultUnavailableException;
import daybook.order.readmodel.Orders;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Makes unreadable for ever where a customer's parcels went: the customer's key is destroyed, and
 * each of the orders says so in the log.
 */
@Path("/customers/{customer}/erasure")
public class ErasureResource {

    private static final int REASON_MAX = 500;

    private final Inbox<OrderCommand> inbox;
    private final CommandSender sender;
    private final Orders orders;
    private final Vault vault;
    private final Caller caller;
    private final InstantSource clock;

    ErasureResource(
            Service<OrderCommand, ?, ?> service,
            CommandSender sender,
            Orders orders,
            Vault vault,
            Caller caller,
            InstantSource clock) {
        this.inbox = service.inbox();
        this.sender = sender;
        this.orders = orders;
        this.vault = vault;
        this.caller = caller;
        this.clock = clock;
    }

    public record EraseRequest(String reason) {}

    /** Done again, it is answered with the first certificate; orders that lack the event get it. */
    @POST
    @RolesAllowed("operator")
    public Uni<Certificate> erase(
            String customer, EraseRequest request, @Context HttpHeaders headers) {
        PathId.valid("customer", customer);
        if (request.reason().isBlank() || request.reason().length() > REASON_MAX) {
            throw new ProblemException(
                    422,
                    "invalid-reason",
                    "reason must say in 1 to %d characters why".formatted(REASON_MAX));
        }
        String by = caller.subject();
        String correlation = Correlation.of(headers);
        return orders.idsOf(customer)
                .chain(ids ->
                        vault.erase(customer, by, request.reason(), ids)
                                .map(certificate -> known(customer, certificate))
                                .call(certificate -> record(certificate, ids, correlation)))
                .onFailure(VaultUnavailableException.class)
                .transform(OrderResource::unavailable);
    }

    @GET
    @RolesAllowed({"operator", "auditor"})
    public Uni<Certificate> certificate(String customer) {
        PathId.valid("customer", customer);
        return vault.certificate(customer)
                .map(certificate -> known(customer, certificate))
                .onFailure(VaultUnavailableException.class)
                .transform(OrderResource::unavailable);
    }

    private static Certificate known(String customer, Optional<Certificate> certificate) {
        return certificate.orElseThrow(() ->
                ProblemException.notFound(
                        "nothing-erased",
                        "There is nothing of a customer %s that was sealed or erased"
                                .formatted(customer)));
    }

    /** The same command each time, so that no order says it twice. */
    private Uni<Void> record(Certificate certificate, List<String> ids, String correlation) {
        var command = new RecordErasure(certificate.number(), certificate.by());
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id ->
                        sender.tell(
                                inbox.message(id, command),
                                new CommandHeaders(
                                        id,
                                        "erasure/" + certificate.number(),
                                        correlation,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        clock.instant())))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
