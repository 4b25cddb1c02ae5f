package daybook.eventlog.shard;

import java.util.List;

/**
 * What one command leaves behind. Empty if the command was seen before.
 *
 * @param messages commands for inboxes, to be committed together with the entries
 */
public record Step<E>(List<Entry<E>> entries, List<Outgoing> messages) {

    static <E> Step<E> one(Entry<E> entry) {
        return new Step<>(List.of(entry), List.of());
    }

    static <E> Step<E> nothing() {
        return new Step<>(List.of(), List.of());
    }
}
