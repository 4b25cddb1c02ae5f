/** The payment provider and the carrier that local runs talk to, in one process. */
@NullMarked
package daybook.simulators;

import org.jspecify.annotations.NullMarked;
