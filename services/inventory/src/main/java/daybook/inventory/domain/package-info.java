/** The stock of a SKU: what may be done with it and what happened to it. */
@NullMarked
package daybook.inventory.domain;

import org.jspecify.annotations.NullMarked;
