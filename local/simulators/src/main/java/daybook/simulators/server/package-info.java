/** The HTTP shell both simulators share: health, faults, books. */
@NullMarked
package daybook.simulators.server;

import org.jspecify.annotations.NullMarked;
