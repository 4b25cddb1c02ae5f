package daybook.auditor;

import daybook.audit.Rule;
import daybook.audit.Verdict;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the last round saw, as numbers. */
@ApplicationScoped
public class AuditMeters {

    private static final List<String> LOGS = List.of("order", "inventory", "payment", "shipping");

    private final AuditLoop loop;

    AuditMeters(AuditLoop loop) {
        this.loop = loop;
    }

    void register(@Observes StartupEvent event, MeterRegistry meters) {
        Gauge.builder("daybook.audit.last.round", loop, it -> of(it, v -> v.at().getEpochSecond()))
                .description("When the last round was that came to its end")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("daybook.audit.orders.in.flight", loop, it -> of(it, Verdict::openOrders))
                .description("Orders that have not ended")
                .register(meters);
        for (Rule rule : Rule.values()) {
            Gauge.builder("daybook.audit.findings", loop, it -> of(it, v -> broken(v, rule)))
                    .description("Streams that break the rule")
                    .tag("rule", rule.code())
                    .register(meters);
        }
        for (String log : LOGS) {
            FunctionCounter.builder("daybook.audit.events", loop, it -> of(it, v -> events(v, log)))
                    .description("Events read")
                    .tag("log", log)
                    .register(meters);
            Gauge.builder("daybook.audit.lag", loop, it -> it.behind().getOrDefault(log, 0L))
                    .description("Records between what was read and the log's end that is known")
                    .tag("log", log)
                    .register(meters);
        }
    }

    private static double of(AuditLoop loop, ToDoubleFunction<Verdict> number) {
        return loop.status().verdict().map(number::applyAsDouble).orElse(0.0);
    }

    private static long broken(Verdict verdict, Rule rule) {
        return verdict.findings().stream().filter(finding -> finding.rule() == rule).count();
    }

    private static long events(Verdict verdict, String log) {
        return verdict.logs().stream()
                .filter(it -> it.service().equals(log))
                .mapToLong(Verdict.Log::events)
                .sum();
    }
}
