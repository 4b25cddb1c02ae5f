package daybook.cli.storage;

/**
 * What a machine does in a second.
 *
 * @param scannedPerSecond entries read one after the other and decoded
 * @param pointReadMillis one entry read from a place that nothing is known of
 * @param commandsPerSecond commands that a replica decides, in the long run and beside all else
 */
record Machine(double scannedPerSecond, double pointReadMillis, double commandsPerSecond) {

    /**
     * Two cores of a small server, rounded down; {@code --verify} measures the first two, {@code
     * ./daybook bench log} the third, which is a fifth of what a shard alone does there.
     */
    static final Machine ASSUMED = new Machine(50_000, 2, 5_000);
}
