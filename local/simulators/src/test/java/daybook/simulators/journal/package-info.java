/** The journal on a real file. */
@NullMarked
package daybook.simulators.journal;

import org.jspecify.annotations.NullMarked;
