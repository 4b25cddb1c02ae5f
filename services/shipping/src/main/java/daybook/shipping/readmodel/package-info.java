/** Shipments as customers and staff look at them. */
@NullMarked
package daybook.shipping.readmodel;

import org.jspecify.annotations.NullMarked;
