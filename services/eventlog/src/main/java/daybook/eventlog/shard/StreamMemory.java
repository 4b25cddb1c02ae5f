package daybook.eventlog.shard;

import daybook.eventlog.shard.Stored.CommandKey;
import daybook.eventlog.shard.Stored.Parked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream in memory. */
final class StreamMemory<S, E> {

    private static final long UNPLACED = -1;

    final String streamId;
    long version;
    S state;
    long offset;
    Optional<Instant> due;

    private String correlationId;
    private Optional<Instant> latest;

    /** All commands that the stream was ever given; null if that is not known. */
    private @Nullable CommandFilter given;

    /** The commands that wait, in their order. */
    private final Map<String, Parked> queue = new LinkedHashMap<>();

    /** Those that have been answered after all, by entries that are not placed yet. */
    private final Map<String, Parked> released = new HashMap<>();

    private Optional<Stored.Broken> broken;

    /** What stands in the log behind the entry that broke the stream, and may be applied yet. */
    private final List<Later<E>> later = new ArrayList<>();

    /** An event, or the reason why it is none. */
    private record Later<E>(long offset, Optional<Entry.Happened<E>> event, Stored.Broken broken) {}

    StreamMemory(Stored.Stream<S> stored, @Nullable CommandFilter given) {
        this.given = given;
        streamId = stored.streamId();
        version = stored.version();
        state = stored.state();
        offset = stored.offset();
        correlationId = stored.correlationId();
        latest = stored.latest();
        due = stored.due();
        stored.queue().forEach(parked -> queue.put(parked.key().commandId(), parked));
        broken = stored.broken();
    }

    Stored.Stream<S> stored() {
        return new Stored.Stream<>(
                streamId, version, state, offset, correlationId, latest, due, queue(), broken);
    }

    /** Of its last entry. */
    String correlationId() {
        return correlationId;
    }

    /** Takes note of what an entry was caused by. */
    void touch(Cause cause) {
        correlationId = cause.correlationId();
        if (latest.isPresent() && latest.get().isBefore(cause.time())) {
            latest = Optional.of(cause.time());
        }
    }

    boolean mayHaveSeen(String commandId) {
        return given == null || given.mayContain(commandId);
    }

    void remember(String commandId) {
        if (given != null && !given.mayContain(commandId) && !given.add(commandId)) {
            given = null;
        }
    }

    boolean isParked() {
        return !queue.isEmpty() || broken.isPresent();
    }

    Optional<Stored.Broken> broken() {
        return broken;
    }

    List<Parked> queue() {
        return List.copyOf(queue.values());
    }

    /** Since when something waits, if something does. */
    Optional<Instant> parkedSince() {
        return queue.values().stream()
                .findFirst()
                .map(Parked::since)
                .or(() -> broken.map(Stored.Broken::since));
    }

    /** Puts a command behind those that wait. */
    void park(Entry.Parked<E> entry) {
        var key = new CommandKey(streamId, entry.cause().commandId());
        queue.put(
                key.commandId(),
                new Parked(
                        key,
                        UNPLACED,
                        entry.inboxOffset(),
                        entry.cause().time(),
                        entry.why(),
                        Optional.empty()));
    }

    /** The command has been answered; true if it had been waiting. */
    boolean release(String commandId) {
        Parked parked = queue.remove(commandId);
        if (parked == null) {
            return false;
        }
        released.put(commandId, parked);
        return true;
    }

    /**
     * Learns where an entry stands; what is to be stored of a command that it parks or releases.
     */
    Optional<Parked> placed(Entry<E> entry) {
        String commandId = entry.cause().commandId();
        if (entry instanceof Entry.Parked<E>) {
            return Optional.ofNullable(
                    queue.computeIfPresent(commandId, (_, parked) -> parked.at(offset)));
        }
        return Optional.ofNullable(released.remove(commandId))
                .map(parked -> parked.released(offset));
    }

    /** From here on, entries are kept but not applied. */
    void breakAt(Stored.Broken why) {
        if (broken.isPresent()) {
            later.add(new Later<>(why.offset(), Optional.empty(), why));
        } else {
            broken = Optional.of(why);
        }
    }

    /** Keeps an event that cannot be applied now. */
    void keep(Entry.Happened<E> event, long at) {
        later.add(
                new Later<>(
                        at, Optional.of(event), new Stored.Broken(at, "", event.cause().time())));
    }

    /** Takes the break away and gives what was kept, to be applied or kept again. */
    void mend(KeptEvents<E> kept) {
        List<Later<E>> again = List.copyOf(later);
        later.clear();
        broken = Optional.empty();
        for (Later<E> entry : again) {
            if (entry.event().isPresent()) {
                kept.event(entry.event().get(), entry.offset());
            } else {
                breakAt(entry.broken());
            }
        }
    }

    /** Takes what was kept. */
    interface KeptEvents<E> {
        void event(Entry.Happened<E> event, long offset);
    }
}
