/** What the ways to run Daybook cost: start, memory, CPU time, disk. */
@NullMarked
package daybook.cli.footprint;

import org.jspecify.annotations.NullMarked;
