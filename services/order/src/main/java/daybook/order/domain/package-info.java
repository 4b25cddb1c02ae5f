/** What an order is and what may happen to it: pure functions over the order contracts. */
@NullMarked
package daybook.order.domain;

import org.jspecify.annotations.NullMarked;
