package daybook.bench;

import daybook.eventlog.kafka.Topics;
import daybook.local.Layout;
import daybook.local.LocalFiles;
import daybook.local.Ports;
import daybook.local.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Orders through the gateway in a whole stack, placed to dispatched: first as many as it takes with
 * a bounded number open, then half as many a second at a steady rate, whatever becomes of them.
 */
final class OrdersBench implements Benchmark {

    private static final int PORT_OFFSET = 12_000;
    private static final int PARTITIONS = 8;
    private static final int OPEN_ORDERS = 400;

    /** Young JVMs spend their time on compiling. */
    private static final int WARM_UP_SECONDS = 60;

    private static final int DRAIN_LIMIT_SECONDS = 120;
    private static final double AIM_PER_SECOND = 300;

    private final int seconds;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong placed = new AtomicLong();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    OrdersBench(int seconds) {
        this.seconds = seconds;
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public Result run(Progress progress) throws InterruptedException, IOException {
        Path state = Files.createTempDirectory("daybook-bench");
        var ports = new Ports(PORT_OFFSET);
        var stack =
                new Stack(
                        new Layout(Layout.enclosingProject(), state),
                        ports,
                        Stack.SERVICES.stream()
                                .flatMap(name ->
                                        Topics.plan(name, PARTITIONS, (short) 1, 1).stream())
                                .toList(),
                        (component, news) -> progress.at(component + " " + news));
        try {
            stack.up(stack.namesWithoutAuditor());
            var open = new Semaphore(OPEN_ORDERS);
            try (var shop = new Shop(ports.gatewayUrl(), ports.tokenUrl(), secret(state));
                    var follower = new OrderFollower(ports.kafkaBootstrap(), open)) {
                progress.at("filling the shelves");
                shop.fillShelves();
                return measure(progress, stack, shop, follower, open);
            }
        } finally {
            stack.down(List.of());
            LocalFiles.deleteTree(state);
        }
    }

    private Result measure(
            Progress progress, Stack stack, Shop shop, OrderFollower follower, Semaphore open)
            throws InterruptedException {
        progress.at("warming up");
        flood(shop, open, WARM_UP_SECONDS);
        progress.at("as many as it takes");
        Map<String, ProcessHandle> processes = processes(stack);
        Cpu before = Cpu.of(processes);
        long began = System.nanoTime();
        long already = follower.dispatched();
        flood(shop, open, seconds);
        long count = follower.dispatched() - already;
        double rate = count / ((System.nanoTime() - began) / 1e9);
        Cpu used = Cpu.of(processes).since(before);
        progress.at("draining after %.0f orders/s".formatted(rate));
        drain(follower);
        progress.at("half of that, %.0f orders/s".formatted(rate / 2));
        Histogram latency = steady(shop, follower, rate / 2);
        progress.at("%,d orders, each dispatched and captured once".formatted(placed.get()));
        Result result = result(rate, used, count, latency);
        result.detail("%,d requests had to be repeated".formatted(shop.repeated()));
        return result;
    }

    private Result result(double rate, Cpu used, long count, Histogram latency) {
        var result = new Result(name());
        result.ratio(
                "orders per second placed to dispatched, of 300",
                rate / AIM_PER_SECOND,
                Optional.of(1.0));
        result.detail("%.0f orders/s with %,d open".formatted(rate, OPEN_ORDERS));
        result.detail(
                "at %.0f orders/s, placed to dispatched: p50 %.2f s, p99 %.2f s (1 s of it is the simulated carrier's)"
                        .formatted(
                                rate / 2,
                                latency.getValueAtPercentile(50) / 1e6,
                                latency.getValueAtPercentile(99) / 1e6));
        result.detail("CPU µs per order: %,.0f in all".formatted(used.microsPer(count)));
        used.used()
                .keySet()
                .forEach(process ->
                        result.detail(
                                "  %-12s %,8.0f"
                                        .formatted(process, used.microsPer(process, count))));
        result.detail(
                "%,d orders, each dispatched and captured exactly once".formatted(placed.get()));
        return result;
    }

    /** Orders whenever fewer than the limit are open. */
    private void flood(Shop shop, Semaphore open, int forSeconds) throws InterruptedException {
        long limit = System.nanoTime() + forSeconds * 1_000_000_000L;
        while (System.nanoTime() < limit) {
            check();
            if (open.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                sent.incrementAndGet();
                shop.order().whenComplete((_, failed) -> done(failed));
            }
        }
    }

    /** Orders at a fixed rate, whether or not answers come; microseconds to the dispatch. */
    private Histogram steady(Shop shop, OrderFollower follower, double perSecond)
            throws InterruptedException {
        Map<String, Long> dueAt = new ConcurrentHashMap<>();
        long count = (long) (perSecond * seconds);
        long began = System.nanoTime();
        for (long i = 0; i < count; i++) {
            check();
            long due = began + (long) (i / perSecond * 1e9);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            sent.incrementAndGet();
            shop.order()
                    .whenComplete((id, failed) -> {
                        if (failed == null) {
                            dueAt.put(id, due);
                        }
                        done(failed);
                    });
        }
        drain(follower);
        var latency = new Histogram(3);
        dueAt.forEach((id, due) ->
                latency.recordValue((follower.dispatchedAt().getOrDefault(id, due) - due) / 1_000));
        return latency;
    }

    private void done(@Nullable Throwable failed) {
        if (failed == null) {
            placed.incrementAndGet();
            answered.incrementAndGet();
        } else {
            failure.compareAndSet(
                    null,
                    new BenchFailure(
                            "an order was not placed: "
                                    + (failed instanceof CompletionException
                                            ? failed.getCause()
                                            : failed)));
        }
    }

    private void check() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /** Waits for the end of every order, and counts them. */
    private void drain(OrderFollower follower) throws InterruptedException {
        long limit = System.nanoTime() + DRAIN_LIMIT_SECONDS * 1_000_000_000L;
        // An answer may come after its order's end, so the requests are waited for first.
        while (System.nanoTime() < limit
                && (answered.get() < sent.get() || follower.completed() < placed.get())) {
            check();
            Thread.sleep(100);
        }
        if (follower.dispatched() != placed.get()
                || follower.dispatchedAt().size() != placed.get()
                || follower.completed() != placed.get()) {
            throw new BenchFailure(
                    "%,d orders were placed, but %,d of %,d were dispatched and %,d captured"
                            .formatted(
                                    placed.get(),
                                    follower.dispatched(),
                                    follower.dispatchedAt().size(),
                                    follower.completed()));
        }
    }

    private static Map<String, ProcessHandle> processes(Stack stack) {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        for (String name : stack.names()) {
            stack.component(name).process().ifPresent(process -> processes.put(name, process));
        }
        processes.put("client", ProcessHandle.current());
        return processes;
    }

    private static String secret(Path state) throws IOException {
        var secrets = new Properties();
        try (var reader = Files.newBufferedReader(state.resolve("secrets.properties"))) {
            secrets.load(reader);
        }
        return secrets.getProperty("import.client.secret");
    }
}
