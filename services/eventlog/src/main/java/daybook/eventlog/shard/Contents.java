package daybook.eventlog.shard;

import java.util.Optional;

/** Gives parked commands back as they came in. */
@FunctionalInterface
public interface Contents<C> {

    /** Empty if it is not found. */
    Optional<Incoming<C>> of(Stored.Parked parked);
}
