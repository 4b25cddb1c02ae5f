/** What the simulators keep: an append-only file and an index into it. */
@NullMarked
package daybook.simulators.journal;

import org.jspecify.annotations.NullMarked;
