package daybook.eventlog.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How far the read model has come in a partition of the log. */
@Entity
@Table(name = "eventlog_projection")
public class ProjectionOffset extends PanacheEntityBase {

    @Id public int partition;

    /** The first offset that is not posted yet. */
    @Column(name = "next_offset")
    public long nextOffset;
}
