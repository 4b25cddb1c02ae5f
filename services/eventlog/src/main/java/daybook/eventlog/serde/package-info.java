/** The only place that knows JSON. */
@NullMarked
package daybook.eventlog.serde;

import org.jspecify.annotations.NullMarked;
