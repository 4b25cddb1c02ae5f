/** The inventory service: what its parts are. */
@NullMarked
package daybook.inventory;

import org.jspecify.annotations.NullMarked;
