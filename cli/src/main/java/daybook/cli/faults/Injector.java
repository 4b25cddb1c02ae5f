package daybook.cli.faults;

import daybook.local.LocalProcess;
import daybook.local.Ports;
import daybook.local.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Carries a schedule out, each fault on a thread of its own, and mends everything it breaks. */
final class Injector implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration STARTED_WITHIN = Duration.ofMinutes(2);

    private final Machine machine;
    private final HttpClient http;
    private final Consumer<String> told;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Void>> running = new ArrayList<>();

    /** What is slow to be mended is not broken again meanwhile. */
    private final Map<String, Lock> broken = new ConcurrentHashMap<>();

    /**
     * @param told what is broken and what is mended
     */
    Injector(Machine machine, HttpClient http, Consumer<String> told) {
        this.machine = machine;
        this.http = http;
        this.told = told;
    }

    /**
     * @param began the schedule's zero, as {@link System#nanoTime} has it
     */
    void begin(List<Fault> schedule, long began) {
        for (Fault fault : schedule) {
            running.add(
                    threads.submit(() -> {
                        sleepUntil(began + fault.at().toNanos());
                        Lock alone = broken.computeIfAbsent(place(fault), _ -> new ReentrantLock());
                        alone.lock();
                        try {
                            told.accept("%s %s".formatted(fault.kind(), fault.target()));
                            carryOut(fault);
                            told.accept("%s %s is mended".formatted(fault.kind(), fault.target()));
                        } finally {
                            alone.unlock();
                        }
                        return null;
                    }));
        }
    }

    private static String place(Fault fault) {
        return fault.target().split("-", 2)[0] + (fault.kind().ofProvider() ? " provider" : "");
    }

    /**
     * @throws StackFailure if something could not be broken, or not be mended
     */
    void awaitMended(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (Future<Void> fault : running) {
            try {
                fault.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new StackFailure("a fault could not be mended: " + e.getCause(), e);
            } catch (java.util.concurrent.TimeoutException e) {
                throw new StackFailure(
                        "a fault was not mended within " + limit.toSeconds() + " s", e);
            }
        }
    }

    private void carryOut(Fault fault) throws IOException, InterruptedException {
        if (fault.kind().ofProvider()) {
            // The simulator ends it by itself.
            misbehave(fault);
            sleep(fault.lasts());
            return;
        }
        LocalProcess victim = machine.component(fault.target());
        switch (fault.kind()) {
            case KILL, BROKER_KILL, DATABASE_KILL -> {
                victim.kill();
                sleep(fault.lasts());
                start(victim);
            }
            case LEAVE, BROKER_STOP, DATABASE_STOP -> {
                victim.stop(told);
                sleep(fault.lasts());
                start(victim);
            }
            case JOIN -> {
                start(victim);
                sleep(fault.lasts());
                victim.stop(told);
            }
            case PAUSE -> {
                victim.pause();
                sleep(fault.lasts());
                victim.resume();
            }
            case CUT -> {
                machine.line(fault.target()).cut();
                sleep(fault.lasts());
                machine.line(fault.target()).mend();
            }
            case OUTAGE, ERRORS, SLOW, TWICE ->
                    throw new IllegalStateException("not a component's");
        }
    }

    /** Again and again if it ends, as on a cluster: a service does not start without a database. */
    private void start(LocalProcess victim) throws InterruptedException {
        long deadline = System.nanoTime() + STARTED_WITHIN.toNanos();
        while (true) {
            try {
                victim.start(news -> told.accept(victim.name() + " " + news));
                return;
            } catch (StackFailure e) {
                if (victim.process().isPresent() || System.nanoTime() > deadline) {
                    throw e;
                }
                told.accept(victim.name() + " ended while it started, and is started again");
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private void misbehave(Fault fault) throws IOException, InterruptedException {
        Ports ports = machine.ports();
        int port =
                fault.target().equals("payment")
                        ? ports.paymentSimulator()
                        : ports.carrierSimulator();
        String how =
                switch (fault.kind()) {
                    case OUTAGE -> "\"mode\": \"reset\"";
                    case ERRORS -> "\"mode\": \"error\", \"ratio\": 0.7";
                    case SLOW -> "\"mode\": \"slow\", \"latencyMillis\": 2500, \"ratio\": 0.7";
                    case TWICE -> "\"mode\": \"twice\", \"ratio\": 0.7";
                    default -> throw new IllegalStateException("not a provider's: " + fault);
                };
        URI url = Ports.url(port).resolve("/simulator/faults");
        String body = "{%s, \"forSeconds\": %d}".formatted(how, fault.lasts().toSeconds());
        var request =
                HttpRequest.newBuilder(url)
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("the simulator does not misbehave: " + answer.body());
        }
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** Whatever is still broken stays so: for the end of a run that has failed. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
