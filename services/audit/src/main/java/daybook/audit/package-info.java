/**
 * Reads the logs themselves and checks that nothing is lost, doubled or invented. Start with {@link
 * daybook.audit.Audit}, which says why its findings are true while the system is at work.
 */
@NullMarked
package daybook.audit;

import org.jspecify.annotations.NullMarked;
