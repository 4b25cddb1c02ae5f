/** The payment service's API. */
@NullMarked
package daybook.payment.http;

import org.jspecify.annotations.NullMarked;
