@NullMarked
package daybook.cli.faults;

import org.jspecify.annotations.NullMarked;
