/** The order service's API. */
@NullMarked
package daybook.order.http;

import org.jspecify.annotations.NullMarked;
