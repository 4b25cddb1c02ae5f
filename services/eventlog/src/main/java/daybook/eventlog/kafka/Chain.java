package daybook.eventlog.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Makes tampering with a partition of the log visible: each entry carries a hash over itself and
 * the hash of the entry before it. Who changes an entry has to change all that come after it.
 *
 * <p>Written by the partition's owner alone, in the order in which it sends. What is aborted is
 * never gone on from, as the owner then reads the log back.
 */
public final class Chain {

    /** No other entry with the same 128 bits can be made up, and more would be as long as some. */
    private static final int BYTES = 16;

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final MessageDigest digest;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private final byte[] beginning;
    private byte[] last;
    private boolean begun;

    /** The chain of a partition of which no entry is known yet. */
    public Chain(TopicPartition partition) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
        update(partition.toString().getBytes(StandardCharsets.UTF_8));
        beginning = Arrays.copyOf(digest.digest(), BYTES);
        last = beginning;
    }

    /** Puts the entry into the chain, as the next one. Its headers are complete by now. */
    public void append(ProducerRecord<String, byte[]> entry) {
        last = hash(last, entry.key(), entry.headers(), entry.value());
        entry.headers().add(Headers.CHAIN, TEXT.encode(last));
    }

    /** Goes on from an entry that is taken as it stands. */
    public void resume(ConsumerRecord<String, byte[]> entry) {
        Header header = entry.headers().lastHeader(Headers.CHAIN);
        begun |= header != null;
        // The first entry with a hash vouches for the one before it, which an older release wrote.
        last =
                header == null
                        ? hash(beginning, entry.key(), entry.headers(), entry.value())
                        : decoded(header);
    }

    /**
     * Holds the next entry against those before it, and goes on from it as it stands, so that only
     * the first that was tampered with is named.
     *
     * @return what is wrong with it; empty if nothing is
     */
    public Optional<String> check(ConsumerRecord<String, byte[]> entry) {
        Header header = entry.headers().lastHeader(Headers.CHAIN);
        boolean lost = header == null && begun;
        byte[] expected = hash(last, entry.key(), entry.headers(), entry.value());
        resume(entry);
        if (lost) {
            return Optional.of("it has no hash, but entries before it have");
        }
        return header == null || MessageDigest.isEqual(expected, last)
                ? Optional.empty()
                : Optional.of(
                        "its hash does not follow from the entry before it: one of the two was changed,"
                                + " or what stood between them was removed");
    }

    private static byte[] decoded(Header header) {
        try {
            return Base64.getUrlDecoder().decode(header.value());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] hash(
            byte[] before,
            @Nullable String key,
            org.apache.kafka.common.header.Headers headers,
            byte @Nullable [] value) {
        update(before);
        update(key == null ? null : key.getBytes(StandardCharsets.UTF_8));
        for (Header header : headers) {
            if (!header.key().equals(Headers.CHAIN)) {
                update(header.key().getBytes(StandardCharsets.UTF_8));
                update(header.value());
            }
        }
        update(value);
        return Arrays.copyOf(digest.digest(), BYTES);
    }

    /** With its length before it, so that nothing can move from one part to the next. */
    private void update(byte @Nullable [] part) {
        digest.update(length.clear().putInt(part == null ? -1 : part.length).flip());
        if (part != null) {
            digest.update(part);
        }
    }
}
