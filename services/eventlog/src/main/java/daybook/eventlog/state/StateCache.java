package daybook.eventlog.state;

import daybook.eventlog.shard.Stored;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where a shard's memory is kept between runs. Everything in it can be posted again from the log.
 *
 * @param <S> the service's states
 */
public interface StateCache<S> {

    /** The first offset of the log partition that is not in the cache; empty if nothing is. */
    Optional<Long> checkpoint(int partition);

    List<Stored.Stream<S>> streams(Collection<String> streamIds);

    List<Stored.Seen> answers(Collection<Stored.CommandKey> commands);

    List<Stored.Due> deadlines(int partition);

    /** The partition's parked streams. */
    List<Stored.Waiting> waiting(int partition);

    /**
     * The streams that have to be read again from before the checkpoint: this release may read the
     * entries at which they stopped.
     */
    List<Stored.Reread<S>> rereads(int partition);

    /** Stores all of it in one database transaction; what is newer already stays. */
    void save(Collection<Stored.Changes<S>> changes);
}
