/** Calls to the services behind the gateway: connections, breaker, streaming. */
@NullMarked
package daybook.gateway.upstream;

import org.jspecify.annotations.NullMarked;
