/** The shipping service's API. */
@NullMarked
package daybook.shipping.http;

import org.jspecify.annotations.NullMarked;
