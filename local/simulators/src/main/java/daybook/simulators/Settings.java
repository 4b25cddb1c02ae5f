package daybook.simulators;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the environment says.
 *
 * @param host SIMULATOR_HOST, the address to listen on, 127.0.0.1 unless in a container
 * @param paymentPort SIMULATOR_PAYMENT_PORT, 0 for a free one
 * @param carrierPort SIMULATOR_CARRIER_PORT, 0 for a free one
 * @param dataDirectory SIMULATOR_DATA_DIR, where the journals lie
 * @param transitAfter SIMULATOR_TRANSIT_AFTER, e.g. {@code 500ms}
 * @param deliveryAfter SIMULATOR_DELIVERY_AFTER, e.g. {@code 5s}
 */
public record Settings(
        String host,
        int paymentPort,
        int carrierPort,
        Path dataDirectory,
        Duration transitAfter,
        Duration deliveryAfter) {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    /**
     * Reads the environment; what is not set has a default.
     *
     * @throws IllegalArgumentException naming the variable that is wrong and how to mend it
     */
    public static Settings of(Map<String, String> environment) {
        var settings =
                new Settings(
                        environment.getOrDefault("SIMULATOR_HOST", "127.0.0.1"),
                        port(environment, "SIMULATOR_PAYMENT_PORT", "8111"),
                        port(environment, "SIMULATOR_CARRIER_PORT", "8112"),
                        Path.of(
                                environment.getOrDefault(
                                        "SIMULATOR_DATA_DIR", ".daybook/data/simulators")),
                        duration(environment, "SIMULATOR_TRANSIT_AFTER", "1s"),
                        duration(environment, "SIMULATOR_DELIVERY_AFTER", "5s"));
        if (settings.paymentPort != 0 && settings.paymentPort == settings.carrierPort) {
            throw new IllegalArgumentException(
                    "SIMULATOR_PAYMENT_PORT and SIMULATOR_CARRIER_PORT are both "
                            + settings.paymentPort
                            + ", use two ports");
        }
        if (settings.deliveryAfter.compareTo(settings.transitAfter) < 0) {
            throw new IllegalArgumentException(
                    "SIMULATOR_DELIVERY_AFTER must not be shorter than SIMULATOR_TRANSIT_AFTER");
        }
        return settings;
    }

    private static int port(Map<String, String> environment, String name, String absent) {
        var value = environment.getOrDefault(name, absent);
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65535) {
            throw new IllegalArgumentException(
                    name + " is '" + value + "', use a port from 0 (any free one) to 65535");
        }
        return Integer.parseInt(value);
    }

    private static Duration duration(Map<String, String> environment, String name, String absent) {
        var value = environment.getOrDefault(name, absent);
        var parts = DURATION.matcher(value);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    name + " is '" + value + "', use for example 500ms, 5s or 10m");
        }
        var amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
