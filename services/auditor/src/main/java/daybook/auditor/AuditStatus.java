package daybook.auditor;

import daybook.audit.Verdict;
import java.util.Optional;

/**
 * What the rounds have come to so far.
 *
 * @param verdict of the last round that came to its end
 * @param trouble why the last round did not; empty if it did
 */
record AuditStatus(Optional<Verdict> verdict, String trouble) {

    static final AuditStatus NEW = new AuditStatus(Optional.empty(), "");

    AuditStatus ended(Verdict verdict) {
        return new AuditStatus(Optional.of(verdict), "");
    }

    AuditStatus failed(String why) {
        return new AuditStatus(verdict, why);
    }
}
