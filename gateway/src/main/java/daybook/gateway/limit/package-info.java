/** How many requests a subject may make. */
@NullMarked
package daybook.gateway.limit;

import org.jspecify.annotations.NullMarked;
