/** What a load test concludes from what a run leaves behind. */
@NullMarked
package daybook.cli.load;

import org.jspecify.annotations.NullMarked;
