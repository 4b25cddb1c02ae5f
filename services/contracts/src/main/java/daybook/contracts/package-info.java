/** Values that the contracts of several services share. */
@NullMarked
package daybook.contracts;

import org.jspecify.annotations.NullMarked;
