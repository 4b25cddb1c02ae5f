package daybook.order.readmodel;

import daybook.eventlog.http.Paging;
import daybook.eventlog.readmodel.StreamRows;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What may be asked about orders. */
@ApplicationScoped
public class Orders {

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /** Which orders a list is to have; what is empty does not narrow it. */
    public record Filter(Optional<String> customerId, Optional<OrderView.Status> status) {}

    /**
     * Where a list goes on: after the last order of the page before.
     *
     * @param placedAt lists run from the newest order to the oldest
     */
    private record Cursor(Instant placedAt, String orderId) {

        static Cursor parse(String text) {
            int underscore = text.indexOf('_');
            if (underscore < 0) {
                throw Paging.invalidCursor();
            }
            try {
                return new Cursor(
                        Instant.parse(text.substring(0, underscore)),
                        text.substring(underscore + 1));
            } catch (DateTimeException e) {
                throw Paging.invalidCursor();
            }
        }

        static String after(OrderSummary last) {
            return last.placedAt() + "_" + last.orderId();
        }
    }

    /**
     * @param owner whose order it must be; empty for staff, who may see all
     */
    public Uni<OrderView> one(String orderId, Optional<String> owner) {
        return StreamRows.one(OrderView.class, orderId, owner, o -> o.customerId, "order");
    }

    /** Newest first. */
    public Uni<List<OrderSummary>> list(Filter filter, Optional<String> after, int limit) {
        Cursor from = after.map(Cursor::parse).orElseGet(() -> new Cursor(LATEST, ""));
        var query = new StringBuilder("(placedAt < :at or placedAt = :at and orderId > :id)");
        var parameters = Parameters.with("at", from.placedAt()).and("id", from.orderId());
        filter.customerId()
                .ifPresent(customer -> {
                    query.append(" and customerId = :customer");
                    parameters.and("customer", customer);
                });
        filter.status()
                .ifPresent(status -> {
                    query.append(" and status = :status");
                    parameters.and("status", status);
                });
        query.append(" order by placedAt desc, orderId");
        return Panache.withSession(() ->
                OrderView.find(query.toString(), parameters)
                        .page(0, Paging.limit(limit))
                        .project(OrderSummary.class)
                        .list());
    }

    /** All orders of a customer that the read model knows, by their ids. */
    public Uni<List<String>> idsOf(String customerId) {
        return Panache.withSession(() ->
                Panache.getSession()
                        .chain(session ->
                                session.createQuery(
                                                "select orderId from OrderView where customerId = :customer order by orderId",
                                                String.class)
                                        .setParameter("customer", customerId)
                                        .getResultList()));
    }

    /** The cursor for the page after this one; empty if this one is the last. */
    public static Optional<String> next(List<OrderSummary> page, int limit) {
        return page.size() < limit ? Optional.empty() : Optional.of(Cursor.after(page.getLast()));
    }
}
