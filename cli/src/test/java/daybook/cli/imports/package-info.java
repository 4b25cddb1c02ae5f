/** The importer: what it makes of messy files, and of a gateway that comes and goes. */
@NullMarked
package daybook.cli.imports;

import org.jspecify.annotations.NullMarked;
