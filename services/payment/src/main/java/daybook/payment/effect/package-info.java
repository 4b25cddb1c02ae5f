/** Calls to the payment provider, made after the decision to call is committed. */
@NullMarked
package daybook.payment.effect;

import org.jspecify.annotations.NullMarked;
