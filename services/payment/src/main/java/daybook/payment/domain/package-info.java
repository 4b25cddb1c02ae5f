/** The payment of an order: what is held, taken, let go and given back. */
@NullMarked
package daybook.payment.domain;

import org.jspecify.annotations.NullMarked;
