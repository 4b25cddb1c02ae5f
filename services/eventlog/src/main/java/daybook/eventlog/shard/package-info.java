/**
 * One partition's memory: which entries a command leaves in the log, and what they do. Knows no
 * Kafka and no database.
 */
@NullMarked
package daybook.eventlog.shard;

import org.jspecify.annotations.NullMarked;
