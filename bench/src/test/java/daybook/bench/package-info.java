@NullMarked
package daybook.bench;

import org.jspecify.annotations.NullMarked;
