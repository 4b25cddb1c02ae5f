package daybook.shipping;

import io.smallrye.config.ConfigMapping;

/** What the keys of customers are protected by; the same for all services that seal or open. */
@ConfigMapping(prefix = "daybook.vault")
public interface VaultConfig {

    /**
     * Random text of at least 32 characters that wraps the keys. Without it, no address can be read
     * any more; who has it and the vault's database can read all that is not erased.
     */
    String masterKey();
}
