/** Tests of the order's process. */
@NullMarked
package daybook.order.process;

import org.jspecify.annotations.NullMarked;
