/** From an HTTP request to a command and back from its answer to a response. */
@NullMarked
package daybook.eventlog.http;

import org.jspecify.annotations.NullMarked;
