@NullMarked
package daybook.cli.images;

import org.jspecify.annotations.NullMarked;
