/** What a service's tests stand on: deciders by example, and a log to run them against. */
@NullMarked
package daybook.eventlog.testing;

import org.jspecify.annotations.NullMarked;
