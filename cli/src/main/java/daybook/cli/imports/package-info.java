/**
 * Places the orders of a file through the gateway and accounts for every line of it. Read {@link
 * daybook.cli.imports.Planner} for what becomes of a line, {@link daybook.cli.imports.ImportRun}
 * for how it is done.
 */
@NullMarked
package daybook.cli.imports;

import org.jspecify.annotations.NullMarked;
