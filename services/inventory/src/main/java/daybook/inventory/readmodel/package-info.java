/** Stock as staff and customers look at it. */
@NullMarked
package daybook.inventory.readmodel;

import org.jspecify.annotations.NullMarked;
