/** The order service: what its parts are. */
@NullMarked
package daybook.order;

import org.jspecify.annotations.NullMarked;
