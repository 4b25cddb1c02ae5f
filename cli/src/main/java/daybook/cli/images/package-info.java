/** Images of the services, and the lists of what is in them. */
@NullMarked
package daybook.cli.images;

import org.jspecify.annotations.NullMarked;
