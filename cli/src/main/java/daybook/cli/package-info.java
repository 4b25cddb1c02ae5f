/** The {@code ./daybook} command: one small class per subcommand. */
@NullMarked
package daybook.cli;

import org.jspecify.annotations.NullMarked;
