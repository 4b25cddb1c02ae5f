package daybook.auditor;

import daybook.audit.Audit;
import daybook.audit.AuditFailure;
import daybook.audit.Finding;
import daybook.audit.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs one round of the audit after the other, on a thread of its own, and says in the log what
 * breaks and what heals. A Kafka that is away is waited for; what was read of the logs until then
 * stays read.
 */
@ApplicationScoped
public class AuditLoop {

    private static final Logger LOG = Logger.getLogger(AuditLoop.class);

    /**
     * A call to Kafka is given up after half a minute, and reading shows life every 1,000 records.
     */
    private static final Duration HANGS = Duration.ofMinutes(5);

    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    /** Of a log that is broken throughout, more would tell nobody anything. */
    private static final int MAX_LINES = 20;

    private final Map<String, Object> kafka;
    private final AuditorConfig config;
    private final Timer ended;
    private final Timer failed;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "audit");
    private volatile long signOfLife = System.nanoTime();
    private volatile AuditStatus status = AuditStatus.NEW;
    private volatile @Nullable Audit audit;

    AuditLoop(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            AuditorConfig config,
            MeterRegistry meters) {
        this.kafka = kafka;
        this.config = config;
        this.ended = rounds(meters, "ended");
        this.failed = rounds(meters, "failed");
        thread.setDaemon(true);
    }

    private static Timer rounds(MeterRegistry meters, String outcome) {
        return Timer.builder("daybook.audit.round")
                .description("Rounds of the audit, and how long they took")
                .tag("outcome", outcome)
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        thread.interrupt();
        thread.join(END_LIMIT.toMillis());
    }

    AuditStatus status() {
        return status;
    }

    /** By service: how many offsets its log is known to be ahead of what was read. */
    Map<String, Long> behind() {
        Audit current = audit;
        return current == null ? Map.of() : current.behind();
    }

    /** Whether a new process is not needed. */
    boolean isAlive() {
        return thread.getState() != Thread.State.TERMINATED
                && System.nanoTime() - signOfLife < HANGS.toNanos();
    }

    private void run() {
        var options = new Audit.Options(config.settle(), config.tolerance());
        while (stopped.getCount() > 0) {
            try (Audit begun = Audit.of(kafka, options, (_, _, _) -> live())) {
                audit = begun;
                follow(begun);
            } catch (RuntimeException e) {
                // Where Kafka is cannot be found out yet, or it does not let go in good order.
                trouble("Kafka's clients cannot be had", e);
            }
            pause();
        }
    }

    private void live() {
        signOfLife = System.nanoTime();
    }

    private void follow(Audit audit) {
        while (stopped.getCount() > 0) {
            long began = System.nanoTime();
            live();
            try {
                tell(audit.round());
                ended.record(Duration.ofNanos(System.nanoTime() - began));
            } catch (RuntimeException e) {
                failed.record(Duration.ofNanos(System.nanoTime() - began));
                trouble("a round of the audit did not come to its end", e);
            }
            pause();
        }
        // So that the clients can take their leave.
        Thread.interrupted();
    }

    private void pause() {
        live();
        try {
            if (stopped.await(config.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In the log once, until it is something else. */
    private void trouble(String what, RuntimeException e) {
        if (stopped.getCount() == 0) {
            return;
        }
        String why = what + ": " + e.getMessage();
        if (!why.equals(status.trouble())) {
            LOG.warn(why, e instanceof AuditFailure ? null : e);
        }
        status = status.failed(why);
    }

    private void tell(Verdict now) {
        List<Finding> appeared = status.verdict().map(now::newSince).orElse(now.findings());
        appeared.stream()
                .limit(MAX_LINES)
                .forEach(it -> LOG.errorf("broken: %s: %s", it.rule().code(), it.text()));
        if (appeared.size() > MAX_LINES) {
            LOG.errorf("broken: and %d more", appeared.size() - MAX_LINES);
        }
        status.verdict().map(before -> before.newSince(now)).orElse(List.of()).stream()
                .limit(MAX_LINES)
                .forEach(it -> LOG.infof("healed: %s: %s", it.rule().code(), it.text()));
        if (status.verdict().isEmpty() || !status.trouble().isEmpty()) {
            LOG.infof("read %d events; following", now.events());
        }
        status = status.ended(now);
    }
}
