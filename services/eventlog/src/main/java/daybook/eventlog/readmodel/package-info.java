/** Projections: rows posted from the log, with their offsets in the same database transaction. */
@NullMarked
package daybook.eventlog.readmodel;

import org.jspecify.annotations.NullMarked;
