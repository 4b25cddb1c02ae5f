package daybook.eventlog.kafka;

import java.time.Duration;

/**
 * @param instance names this replica among those of its service; two with the same name fence each
 *     other off
 * @param batchRecords commands per transaction at most
 * @param streamsInMemory streams a partition keeps in memory at most, between two checkpoints
 * @param checkpointEvery how long what changed may be missing from the state cache; a restart
 *     replays that much
 * @param sessionTimeout how long a replica may be silent before its partitions go to another
 */
public record ShardSettings(
        String instance,
        int batchRecords,
        int streamsInMemory,
        Duration checkpointEvery,
        Duration sessionTimeout) {

    public static ShardSettings of(String instance) {
        return new ShardSettings(
                instance, 2_000, 2_000, Duration.ofMillis(500), Duration.ofSeconds(10));
    }
}
