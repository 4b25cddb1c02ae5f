/** What {@code ./daybook bench} measures: Daybook against its baselines, in the same run. */
@NullMarked
package daybook.bench;

import org.jspecify.annotations.NullMarked;
