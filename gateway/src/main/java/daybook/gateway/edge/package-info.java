/** Connections before they become requests: what may come in, and how long it may take. */
@NullMarked
package daybook.gateway.edge;

import org.jspecify.annotations.NullMarked;
