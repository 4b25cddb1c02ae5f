@NullMarked
package daybook.inventory.readmodel;

import org.jspecify.annotations.NullMarked;
