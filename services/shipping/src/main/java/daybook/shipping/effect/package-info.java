/** Calls to the carrier, made after the decision to call is committed. */
@NullMarked
package daybook.shipping.effect;

import org.jspecify.annotations.NullMarked;
