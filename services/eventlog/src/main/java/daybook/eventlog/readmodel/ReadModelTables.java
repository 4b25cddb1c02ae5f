package daybook.eventlog.readmodel;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.reactive.mutiny.Mutiny;

/** The tables that a projection fills: those of Hibernate's entities. */
@ApplicationScoped
public class ReadModelTables {

    /** How far each partition is posted. Whoever posts locks it before any other table. */
    static final String OFFSETS = "eventlog_projection";

    /** Where the projection has stopped for a stream. Each generation has its own. */
    static final String HELD = "eventlog_held";

    private final Mutiny.SessionFactory factory;

    ReadModelTables(Mutiny.SessionFactory factory) {
        this.factory = factory;
    }

    /** The offsets' table first, as whoever posts locks them in this order. */
    List<String> names() {
        var model = (MappingMetamodel) factory.getMetamodel();
        Stream<String> rows =
                Stream.concat(
                        model.streamEntityDescriptors()
                                .flatMap(entity -> Arrays.stream(entity.getTableNames())),
                        model.streamCollectionDescriptors()
                                .flatMap(part -> Arrays.stream(part.getCollectionSpaces())));
        return Stream.concat(Stream.of(OFFSETS), rows.sorted()).distinct().toList();
    }
}
