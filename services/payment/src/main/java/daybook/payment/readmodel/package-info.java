/** Payments as customers and staff look at them. */
@NullMarked
package daybook.payment.readmodel;

import org.jspecify.annotations.NullMarked;
