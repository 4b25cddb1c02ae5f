package daybook.eventlog.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM of the JDK, with a nonce of its own for each text. */
final class Cipher {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private Cipher() {}

    static SecretKey newKey() {
        return key(random(KEY_BYTES));
    }

    static SecretKey key(byte[] bytes) {
        return new SecretKeySpec(bytes, "AES");
    }

    /**
     * @param context what must be the same when it is opened, so that nobody can move it elsewhere
     * @return nonce, cipher text and tag
     */
    static byte[] seal(SecretKey key, String context, byte[] text) {
        byte[] nonce = random(NONCE_BYTES);
        byte[] sealed = run(javax.crypto.Cipher.ENCRYPT_MODE, key, nonce, context, text);
        byte[] box = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, box, NONCE_BYTES, sealed.length);
        return box;
    }

    /**
     * @throws IllegalStateException if it was sealed with another key or in another context, or was
     *     changed since
     */
    static byte[] open(SecretKey key, String context, byte[] box) {
        if (box.length < NONCE_BYTES) {
            throw new IllegalStateException("Not a sealed text: " + context);
        }
        byte[] nonce = Arrays.copyOf(box, NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(box, NONCE_BYTES, box.length);
        return run(javax.crypto.Cipher.DECRYPT_MODE, key, nonce, context, sealed);
    }

    /** Tells equal texts of one person from others, and nothing to who has no key. */
    static byte[] mark(SecretKey key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    private static byte[] run(int mode, SecretKey key, byte[] nonce, String context, byte[] input) {
        try {
            var cipher = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A sealed text does not belong here: " + context, e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        // One that is kept would be in a native executable with the seed of its build.
        new SecureRandom().nextBytes(random);
        return random;
    }
}
