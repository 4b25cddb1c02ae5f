/** How the event store is laid out: sizes, recovery, queries, from what is measured. */
@NullMarked
package daybook.cli.storage;

import org.jspecify.annotations.NullMarked;
