package daybook.eventlog.shard;

import java.time.Instant;
import java.util.Optional;

/** How many streams are parked, and since when the first of them. */
public record Parking(long streams, Optional<Instant> since) {

    public static final Parking NONE = new Parking(0, Optional.empty());

    public Parking plus(Parking more) {
        return new Parking(
                streams + more.streams,
                since.isEmpty() || more.since.filter(since.get()::isAfter).isPresent()
                        ? more.since
                        : since);
    }
}
