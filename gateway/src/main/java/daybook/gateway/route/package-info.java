/** What the routes file says, as checked data: routes, limits and upstreams. */
@NullMarked
package daybook.gateway.route;

import org.jspecify.annotations.NullMarked;
