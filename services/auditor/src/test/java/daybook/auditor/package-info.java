/** The auditor against a real broker. */
@NullMarked
package daybook.auditor;

import org.jspecify.annotations.NullMarked;
