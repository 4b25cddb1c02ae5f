/** The inventory service's API. */
@NullMarked
package daybook.inventory.http;

import org.jspecify.annotations.NullMarked;
