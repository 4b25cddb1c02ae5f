package daybook.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What the gateway is told from outside; what it does with requests is in the routes file. */
@ConfigMapping(prefix = "daybook.gateway")
public interface GatewayConfig {
    /** The routes file; without it the one for Daybook that the gateway comes with. */
    Optional<Path> routes();

    /** How often that file is looked at; what has changed is used once two looks saw the same. */
    @WithDefault("2s")
    Duration lookEvery();

    /**
     * Callers with this role are told in {@code Server-Timing} where their request's time went, and
     * see and operate breakers under {@code /gateway}.
     */
    @WithDefault("operator")
    String operatorRole();

    /** Most subjects' quotas kept in memory, about 300 bytes each; see {@code LocalLimiter}. */
    @WithDefault("50000")
    long maxBuckets();
}
