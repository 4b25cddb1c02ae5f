package daybook.payment.effect;

import daybook.simulators.Settings;
import daybook.simulators.Simulators;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The simulators on free ports, and the configuration that leads to them. */
public final class RunningSimulators implements QuarkusTestResourceLifecycleManager {

    private @Nullable Simulators simulators;

    @Override
    public Map<String, String> start() {
        try {
            var started =
                    Simulators.start(
                            new Settings(
                                    "127.0.0.1",
                                    0,
                                    0,
                                    Files.createTempDirectory("simulators"),
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(5)),
                            InstantSource.system());
            simulators = started;
            return Map.of(
                    "daybook.payment.provider.url",
                    "http://127.0.0.1:" + started.paymentPort(),
                    "daybook.payment.provider.key",
                    "sk_test_daybook");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (simulators != null) {
            simulators.close();
        }
    }
}
