/** Keeps what can be told about people readable only for as long as its key is there. */
@NullMarked
package daybook.eventlog.vault;

import org.jspecify.annotations.NullMarked;
