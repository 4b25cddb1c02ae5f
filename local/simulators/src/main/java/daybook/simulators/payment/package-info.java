/** The subset of Stripe's API that an order's payment needs. */
@NullMarked
package daybook.simulators.payment;

import org.jspecify.annotations.NullMarked;
