package daybook.simulators.journal;

/**
 * Names to journal offsets in 16 bytes each: a payment has half a dozen names (its id, its refunds,
 * its idempotency keys), and strings in a map would take ten times that. A name is kept as a 64-bit
 * hash; whoever reads the line at the offset checks the name there.
 */
final class OffsetIndex {

    static final long ABSENT = -1;

    private static final long EMPTY = 0;

    private long[] hashes = new long[1 << 10];
    private long[] offsets = new long[1 << 10];
    private int size;

    long get(String name) {
        var slot = slot(hash(name));
        return hashes[slot] == EMPTY ? ABSENT : offsets[slot];
    }

    void put(String name, long offset) {
        if (size * 2 >= hashes.length) {
            grow();
        }
        set(hash(name), offset);
    }

    private void set(long hash, long offset) {
        var slot = slot(hash);
        if (hashes[slot] == EMPTY) {
            hashes[slot] = hash;
            size++;
        }
        offsets[slot] = offset;
    }

    private int slot(long hash) {
        var slot = (int) hash & (hashes.length - 1);
        while (hashes[slot] != hash && hashes[slot] != EMPTY) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        return slot;
    }

    private void grow() {
        var oldHashes = hashes;
        var oldOffsets = offsets;
        hashes = new long[oldHashes.length * 2];
        offsets = new long[oldHashes.length * 2];
        size = 0;
        for (var i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != EMPTY) {
                set(oldHashes[i], oldOffsets[i]);
            }
        }
    }

    /** FNV-1a, then MurmurHash3's finaliser to spread it over the low bits. */
    private static long hash(String name) {
        var hash = 0xcbf29ce484222325L;
        for (var i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == EMPTY ? 1 : hash;
    }
}
