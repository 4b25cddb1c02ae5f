/** What only the whole of Daybook can show. */
@NullMarked
package daybook.e2e;

import org.jspecify.annotations.NullMarked;
