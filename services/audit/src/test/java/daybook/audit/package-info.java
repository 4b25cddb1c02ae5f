/** Every rule of the audit, broken once. */
@NullMarked
package daybook.audit;

import org.jspecify.annotations.NullMarked;
