/** The shipment of an order: booked, tracked and, before it leaves, cancelled. */
@NullMarked
package daybook.shipping.domain;

import org.jspecify.annotations.NullMarked;
