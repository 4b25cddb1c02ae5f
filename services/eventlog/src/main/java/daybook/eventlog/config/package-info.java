/** What can be configured of the event log. */
@NullMarked
package daybook.eventlog.config;

import org.jspecify.annotations.NullMarked;
