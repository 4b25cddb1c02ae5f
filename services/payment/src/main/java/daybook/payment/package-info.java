/** The payment service: what its parts are. */
@NullMarked
package daybook.payment;

import org.jspecify.annotations.NullMarked;
