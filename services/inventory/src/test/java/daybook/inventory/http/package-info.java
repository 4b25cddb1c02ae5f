/** The inventory's API, over HTTP, on a real broker and database. */
@NullMarked
package daybook.inventory.http;

import org.jspecify.annotations.NullMarked;
