package daybook.inventory.readmodel;

import daybook.eventlog.http.Paging;
import daybook.eventlog.http.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** What may be asked about stock. */
@ApplicationScoped
public class Stock {

    public Uni<StockView> one(String sku) {
        return Panache.withSession(() -> StockView.<StockView>findById(sku))
                .onItem()
                .ifNull()
                .failWith(() ->
                        ProblemException.notFound(
                                "sku-not-found", "Nothing ever happened to a SKU " + sku));
    }

    /**
     * By SKU, character by character.
     *
     * @param after the last SKU of the page before
     */
    public Uni<List<StockView>> list(Optional<String> after, int limit) {
        return Panache.withSession(() ->
                StockView.<StockView>find("sku > ?1 order by sku", after.orElse(""))
                        .page(0, Paging.limit(limit))
                        .list());
    }

    /** The cursor for the page after this one; empty if this one is the last. */
    public static Optional<String> next(List<StockView> page, int limit) {
        return page.size() < limit ? Optional.empty() : Optional.of(page.getLast().sku);
    }
}
