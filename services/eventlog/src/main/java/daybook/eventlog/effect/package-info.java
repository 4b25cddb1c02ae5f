/** Calls to the outside world, made after the decision to call is committed. */
@NullMarked
package daybook.eventlog.effect;

import org.jspecify.annotations.NullMarked;
