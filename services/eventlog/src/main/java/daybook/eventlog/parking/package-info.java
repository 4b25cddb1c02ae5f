/** The parking lot, as operators see it. */
@NullMarked
package daybook.eventlog.parking;

import org.jspecify.annotations.NullMarked;
