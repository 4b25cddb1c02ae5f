package daybook.inventory.readmodel;

import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.ReservationRefused;
import daybook.contracts.inventory.InventoryEvent.StockAdjusted;
import daybook.contracts.inventory.InventoryEvent.StockReceived;
import daybook.contracts.inventory.InventoryEvent.StockReleased;
import daybook.contracts.inventory.InventoryEvent.StockReserved;
import daybook.contracts.inventory.InventoryEvent.StockReturned;
import daybook.contracts.inventory.InventoryEvent.StockShipped;
import daybook.eventlog.Envelope;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The stock of a SKU as it stands, in units: received + adjusted = available + reserved + shipped -
 * returned. The row is also what the API shows.
 */
@Entity
@Table(name = "stock_view")
public class StockView extends PanacheEntityBase {

    @Id public String sku = "";

    public long received;

    /** What counts found more than was booked, less what they found missing. */
    public long adjusted;

    /** What may still be reserved. */
    public long available;

    /** What is in the house but promised. */
    public long reserved;

    /** What has ever left the house, whether it came back or not. */
    public long shipped;

    /** What came back. */
    public long returned;

    public long version;

    @Column(name = "updated_at")
    public Instant updatedAt = Instant.EPOCH;

    StockView() {}

    StockView(String sku) {
        this.sku = sku;
    }

    void post(Envelope<InventoryEvent> envelope) {
        version = envelope.version();
        updatedAt = envelope.time().truncatedTo(ChronoUnit.MICROS);
        switch (envelope.event()) {
            case StockReceived(int quantity, _) -> {
                received += quantity;
                available += quantity;
            }
            case StockAdjusted(int delta, _) -> {
                adjusted += delta;
                available += delta;
            }
            case StockReserved(_, _, int quantity) -> {
                available -= quantity;
                reserved += quantity;
            }
            case ReservationRefused _ -> {}
            case StockReleased(_, _, int quantity) -> {
                reserved -= quantity;
                available += quantity;
            }
            case StockShipped(_, _, int quantity) -> {
                reserved -= quantity;
                shipped += quantity;
            }
            case StockReturned(_, _, _, int quantity) -> {
                returned += quantity;
                available += quantity;
            }
        }
    }
}
