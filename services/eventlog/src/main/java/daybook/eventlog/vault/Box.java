package daybook.eventlog.vault;

/**
 * A text that can be read with its key only.
 *
 * @param key names the key; empty if the text was stored before anything was sealed
 * @param data nonce, cipher text and tag in Base64; the text itself without a key
 */
public record Box(String key, String data) {}
