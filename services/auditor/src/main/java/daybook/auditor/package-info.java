/**
 * The audit as a process that follows the logs: {@link daybook.auditor.AuditLoop} runs the rounds,
 * the others tell of them.
 */
@NullMarked
package daybook.auditor;

import org.jspecify.annotations.NullMarked;
