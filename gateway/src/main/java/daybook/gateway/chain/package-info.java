/** The interceptors, in the order in which a request meets them. */
@NullMarked
package daybook.gateway.chain;

import org.jspecify.annotations.NullMarked;
