/** The log implementations against what every log has to keep. */
@NullMarked
package daybook.eventlog.testing;

import org.jspecify.annotations.NullMarked;
