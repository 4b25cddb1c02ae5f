/** What operators see: metrics by route template and an access log without secrets. */
@NullMarked
package daybook.gateway.sight;

import org.jspecify.annotations.NullMarked;
