/** Tests of the order's domain. */
@NullMarked
package daybook.order.domain;

import org.jspecify.annotations.NullMarked;
