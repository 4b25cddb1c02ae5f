/**
 * What the gateway's tests stand on: a real identity provider's keys, a real upstream, raw sockets.
 */
@NullMarked
package daybook.gateway.testing;

import org.jspecify.annotations.NullMarked;
