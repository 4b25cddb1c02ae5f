/** The providers' own clients, and raw HTTP where those do not go, against the simulators. */
@NullMarked
package daybook.simulators;

import org.jspecify.annotations.NullMarked;
