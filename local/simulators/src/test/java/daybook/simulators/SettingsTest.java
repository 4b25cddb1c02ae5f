package daybook.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void what_is_not_set_has_a_default() {
        assertThat(Settings.of(Map.of()))
                .isEqualTo(
                        new Settings(
                                "127.0.0.1",
                                8111,
                                8112,
                                Path.of(".daybook/data/simulators"),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5)));
    }

    @Test
    void two_free_ports_may_be_asked_for() {
        var settings =
                Settings.of(Map.of("SIMULATOR_PAYMENT_PORT", "0", "SIMULATOR_CARRIER_PORT", "0"));
        assertThat(settings.paymentPort()).isEqualTo(settings.carrierPort()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "SIMULATOR_PAYMENT_PORT, 65536",
        "SIMULATOR_PAYMENT_PORT, http",
        "SIMULATOR_PAYMENT_PORT, 8112",
        "SIMULATOR_CARRIER_PORT, -1",
        "SIMULATOR_TRANSIT_AFTER, 1",
        "SIMULATOR_TRANSIT_AFTER, 6s",
        "SIMULATOR_DELIVERY_AFTER, soon",
    })
    void what_is_wrong_is_named(String name, String value) {
        assertThatThrownBy(() -> Settings.of(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
