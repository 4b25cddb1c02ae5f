/**
 * Load tests: k6 plays the customers, this package starts it, listens to what they were told, and
 * compares that with what the system says afterwards.
 */
@NullMarked
package daybook.cli.load;

import org.jspecify.annotations.NullMarked;
