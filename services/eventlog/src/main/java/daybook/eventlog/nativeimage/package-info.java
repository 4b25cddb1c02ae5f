/** What a native build has to know; never runs in a service. */
@NullMarked
package daybook.eventlog.nativeimage;

import org.jspecify.annotations.NullMarked;
