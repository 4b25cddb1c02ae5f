package daybook.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The payment provider and the carrier, as far as Daybook talks to them. */
final class Simulators implements Component {

    private final Layout layout;
    private final Ports ports;

    Simulators(Layout layout, Ports ports) {
        this.layout = layout;
        this.ports = ports;
    }

    @Override
    public String name() {
        return "simulators";
    }

    @Override
    public List<Integer> ports() {
        return List.of(ports.paymentSimulator(), ports.carrierSimulator());
    }

    @Override
    public Path built() {
        return layout.project().resolve("local/simulators/target/app/lib");
    }

    @Override
    public int memoryMegabytes() {
        return 120;
    }

    @Override
    public Program prepare(Consumer<String> progress) {
        List<String> command =
                new JavaCommand(64)
                        .quickCompilerOnly()
                        .with(
                                "-cp",
                                built().resolve("../../classes").normalize() + ":" + built() + "/*")
                        .with("daybook.simulators.Simulators")
                        .toList();
        Map<String, String> environment =
                Map.of(
                        "SIMULATOR_PAYMENT_PORT", Integer.toString(ports.paymentSimulator()),
                        "SIMULATOR_CARRIER_PORT", Integer.toString(ports.carrierSimulator()),
                        "SIMULATOR_DATA_DIR", layout.data(name()).toString(),
                        "MALLOC_ARENA_MAX", "2");
        return new Program(command, environment, layout.data(name()), Duration.ofSeconds(60));
    }

    @Override
    public boolean ready() {
        return ports().stream()
                .allMatch(port -> Readiness.answersHttp(Ports.url(port).resolve("/health")));
    }
}
