package daybook.simulators;

import daybook.simulators.carrier.CarrierProvider;
import daybook.simulators.payment.PaymentProvider;
import daybook.simulators.server.Provider;
import daybook.simulators.server.SimulatorServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Both simulators in one process, on one event loop: everything behind it is single-threaded. */
public final class Simulators implements AutoCloseable {

    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 5;

    private final Vertx vertx;
    private final List<Provider> providers;
    private final List<Integer> ports;

    private Simulators(Vertx vertx, List<Provider> providers, List<Integer> ports) {
        this.vertx = vertx;
        this.providers = providers;
        this.ports = List.copyOf(ports);
    }

    public static void main(String[] args) {
        try {
            var simulators = start(Settings.of(System.getenv()), InstantSource.system());
            Runtime.getRuntime().addShutdownHook(new Thread(simulators::close, "stop"));
            System.out.println(
                    "payment provider on http://127.0.0.1:"
                            + simulators.paymentPort()
                            + ", carrier on http://127.0.0.1:"
                            + simulators.carrierPort());
        } catch (IllegalArgumentException e) {
            System.err.println("simulators: " + e.getMessage());
            System.exit(2);
        } catch (IOException | IllegalStateException e) {
            System.err.println("simulators: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Starts both and returns when they listen.
     *
     * @throws IOException if a journal or a port cannot be used, saying which
     */
    public static Simulators start(Settings settings, InstantSource clock) throws IOException {
        var payment = PaymentProvider.open(settings.dataDirectory(), clock);
        var carrier =
                CarrierProvider.open(
                        settings.dataDirectory(),
                        clock,
                        settings.transitAfter(),
                        settings.deliveryAfter());
        var vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1));
        var stopped = new Simulators(vertx, List.of(payment, carrier), List.of());
        try {
            var paymentPort =
                    listen(vertx, payment, settings.host(), settings.paymentPort(), clock);
            var carrierPort =
                    listen(vertx, carrier, settings.host(), settings.carrierPort(), clock);
            return new Simulators(vertx, stopped.providers, List.of(paymentPort, carrierPort));
        } catch (IOException e) {
            stopped.close();
            throw e;
        }
    }

    public int paymentPort() {
        return ports.getFirst();
    }

    public int carrierPort() {
        return ports.getLast();
    }

    @Override
    public void close() {
        try {
            await(vertx.close(), STOP_SECONDS);
            for (var provider : providers) {
                provider.close();
            }
        } catch (Exception e) {
            System.err.println("simulators: not stopped cleanly: " + e);
        }
    }

    private static int listen(
            Vertx vertx, Provider provider, String host, int port, InstantSource clock)
            throws IOException {
        try {
            return await(
                    new SimulatorServer(vertx, provider, clock).listen(host, port), START_SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            var why = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "the "
                            + provider.name()
                            + " cannot listen on "
                            + host
                            + ":"
                            + port
                            + ": "
                            + why,
                    e);
        }
    }

    private static <T> T await(Future<T> future, int seconds)
            throws ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }
}
