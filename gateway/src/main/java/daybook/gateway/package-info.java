/** The reactive edge: one chain of interceptors between callers and the services. */
@NullMarked
package daybook.gateway;

import org.jspecify.annotations.NullMarked;
