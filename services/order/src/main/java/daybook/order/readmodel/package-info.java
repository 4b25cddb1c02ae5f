/** Orders as customers and staff look at them. */
@NullMarked
package daybook.order.readmodel;

import org.jspecify.annotations.NullMarked;
