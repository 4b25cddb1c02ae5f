/** The shipping service: what its parts are. */
@NullMarked
package daybook.shipping;

import org.jspecify.annotations.NullMarked;
