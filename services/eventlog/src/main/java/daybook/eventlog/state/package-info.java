/** The cache of stream states in PostgreSQL. A cache of the log, never the truth. */
@NullMarked
package daybook.eventlog.state;

import org.jspecify.annotations.NullMarked;
