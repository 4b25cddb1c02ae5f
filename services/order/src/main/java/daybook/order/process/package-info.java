/** What an order asks of inventory, payment and shipping, and when. */
@NullMarked
package daybook.order.process;

import org.jspecify.annotations.NullMarked;
