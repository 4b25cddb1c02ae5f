/** What inventory tells orders. */
@NullMarked
package daybook.inventory.process;

import org.jspecify.annotations.NullMarked;
