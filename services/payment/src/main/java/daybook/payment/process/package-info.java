/** What payment tells orders. */
@NullMarked
package daybook.payment.process;

import org.jspecify.annotations.NullMarked;
