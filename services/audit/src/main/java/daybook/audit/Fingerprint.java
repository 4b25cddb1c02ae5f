package daybook.audit;

/**
 * 64-bit hashes. Sums of them compare two sets of lines, seen in any order, in eight bytes; a false
 * match is a matter of 1 in 2^64.
 */
final class Fingerprint {

    private Fingerprint() {}

    static long of(String text, long... numbers) {
        long hash = 0xcbf29ce484222325L; // FNV-1a, then each number through a finaliser
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        for (long number : numbers) {
            hash = mixed(hash + number);
        }
        return mixed(hash);
    }

    /** The finaliser of splitmix64. */
    private static long mixed(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
