/** What a stream was at any time: read from the log, found by the index that the shard keeps. */
@NullMarked
package daybook.eventlog.history;

import org.jspecify.annotations.NullMarked;
