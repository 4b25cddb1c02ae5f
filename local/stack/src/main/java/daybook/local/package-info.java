/** The embedded stack: everything that Daybook needs, as processes on this machine. */
@NullMarked
package daybook.local;

import org.jspecify.annotations.NullMarked;
