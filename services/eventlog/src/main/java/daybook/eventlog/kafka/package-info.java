/** The only place that knows Kafka: the shard's loop, the records' headers, the topics. */
@NullMarked
package daybook.eventlog.kafka;

import org.jspecify.annotations.NullMarked;
