/** What shipping tells orders. */
@NullMarked
package daybook.shipping.process;

import org.jspecify.annotations.NullMarked;
