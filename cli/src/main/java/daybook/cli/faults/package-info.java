/**
 * Proof under faults: clients whose work is a function of a seed, faults whose order is one too,
 * and a checker that holds what the clients were told against what the logs say.
 */
@NullMarked
package daybook.cli.faults;

import org.jspecify.annotations.NullMarked;
