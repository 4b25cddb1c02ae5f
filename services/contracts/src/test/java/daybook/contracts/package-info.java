@NullMarked
package daybook.contracts;

import org.jspecify.annotations.NullMarked;
