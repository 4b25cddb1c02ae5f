package daybook.eventlog.vault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Says that a person's keys were destroyed, and with them all that was sealed by them.
 *
 * @param number certificates are numbered without a gap
 * @param owner whose keys they were
 * @param by who had it done
 * @param keys names of the keys
 * @param streams where sealed texts stand that can never be read again
 * @param everywhereAt when the last replica has dropped what it remembered of the keys
 * @param hash over all of the certificate and the hash of the one before it
 */
public record Certificate(
        long number,
        String owner,
        String by,
        String reason,
        Instant at,
        Instant everywhereAt,
        List<String> keys,
        List<String> streams,
        String hash) {

    public Certificate {
        keys = List.copyOf(keys);
        streams = List.copyOf(streams);
    }

    Certificate numbered(long next, List<String> destroyed, String hashBefore) {
        var unsigned = with(next, destroyed, "");
        return with(next, destroyed, unsigned.hashAfter(hashBefore));
    }

    private Certificate with(long next, List<String> destroyed, String signature) {
        return new Certificate(
                next, owner, by, reason, at, everywhereAt, destroyed, streams, signature);
    }

    /**
     * What {@link #hash} must be.
     *
     * @param before the hash of the certificate before it; empty if it is the first
     */
    public String hashAfter(String before) {
        String said = before + with(number, keys, "");
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(said.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
