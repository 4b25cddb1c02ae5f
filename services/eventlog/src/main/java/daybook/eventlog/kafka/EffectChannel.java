package daybook.eventlog.kafka;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.config.EventLogConfig;
import daybook.eventlog.effect.Effect;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Entry;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Brings committed events to a service's effect and the outcomes back to its inbox. An event is
 * acknowledged only when its outcome is in the inbox, so a crash repeats the call; the outcome's
 * command id comes from the event, so a repeated outcome changes nothing. While a call fails, its
 * event waits; when all slots wait, the channel pauses and the log keeps the rest.
 */
@ApplicationScoped
@IfBuildProperty(name = "daybook.effects", stringValue = "true")
public class EffectChannel {

    private static final Logger LOG = Logger.getLogger(EffectChannel.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Multi<Message<byte[]>> events;
    private final EffectOf<?, ?> effect;
    private final HeldEffects held;
    private final Map<String, Object> kafka;
    private final EventLogConfig config;
    private final HealthCenter health;

    EffectChannel(
            @Channel("effects") Multi<Message<byte[]>> events,
            Service<?, ?, ?> service,
            Effect<?, ?> effect,
            CommandSender sender,
            AgroalDataSource dataSource,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            InstantSource clock,
            EventLogConfig config,
            HealthCenter health,
            MeterRegistry meters) {
        this.events = events;
        held = new HeldEffects(dataSource);
        this.effect = EffectOf.of(service, effect, sender, clock, held);
        this.kafka = kafka;
        this.config = config;
        this.health = health;
        Gauge.builder("daybook.log.held", held, HeldEffects::count)
                .description("events without effect, as they cannot be read")
                .tag("reader", "effects")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        // This release may be able to read what an earlier one could not.
        effect.again(kafka)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("Held effects wait for the next start: %s", failure));
        events.onItem()
                .transformToUni(this::run)
                .merge(config.effectConcurrency())
                .subscribe()
                .with(
                        done -> {},
                        failure -> {
                            LOG.error("The effects have stopped", failure);
                            health.reportApplicationFailure("effects", failure);
                        });
    }

    @SuppressWarnings("unchecked") // the channel's deserialisers are fixed
    private Uni<Void> run(Message<byte[]> message) {
        ConsumerRecord<String, byte[]> record =
                message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow().getRecord();
        return Uni.createFrom()
                .deferred(() -> effect.run(record))
                .onFailure()
                .invoke(e ->
                        LOG.warnf(
                                "The effect of %s/%d/%d is tried again: %s",
                                record.topic(), record.partition(), record.offset(), e))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(0.5)
                .indefinitely()
                .chain(() -> Uni.createFrom().completionStage(message.ack()));
    }

    /** Ties the types of a service and its effect together. */
    private record EffectOf<C, E>(
            Service<C, ?, E> service,
            EntryCodec<E> codec,
            Effect<C, E> effect,
            CommandSender sender,
            InstantSource clock,
            HeldEffects held) {

        @SuppressWarnings("unchecked") // a service has one effect, over its own commands and events
        static <C, E> EffectOf<C, E> of(
                Service<C, ?, E> service,
                Effect<?, ?> effect,
                CommandSender sender,
                InstantSource clock,
                HeldEffects held) {
            return new EffectOf<>(
                    service,
                    new EntryCodec<>(service.name(), service.events()),
                    (Effect<C, E>) effect,
                    sender,
                    clock,
                    held);
        }

        /** An event that cannot be read has no effect until it can; the others have theirs. */
        Uni<Void> run(ConsumerRecord<String, byte[]> record) {
            try {
                if (codec.decode(record) instanceof Entry.Acted<E>(_, _, _, var act)
                        && act.passedOver().isPresent()) {
                    return held.release(record.partition(), act.passedOver().get());
                }
                return run(codec.event(record, new Position(record.partition(), record.offset())));
            } catch (UnreadableException e) {
                return held.hold(record, String.valueOf(e.getMessage()));
            }
        }

        /** Runs the effects of events that could not be read before and can be now. */
        Uni<Void> again(Map<String, Object> kafka) {
            return held.all()
                    .onItem()
                    .transformToUniAndConcatenate(at ->
                            HeldEffects.onWorker(() -> read(kafka, at))
                                    .chain(event ->
                                            event.isEmpty()
                                                    ? Uni.createFrom().voidItem()
                                                    : run(event)
                                                            .chain(() ->
                                                                    held.release(
                                                                            at.partition(),
                                                                            at.offset()))))
                    .collect()
                    .last()
                    .replaceWithVoid();
        }

        private Optional<Envelope<E>> read(Map<String, Object> kafka, Position at) {
            try (var log = new LogLookup<>(service, kafka, clock)) {
                return log.at(at.partition(), List.of(at.offset())).stream().findFirst();
            } catch (UnreadableException e) {
                return Optional.empty();
            }
        }

        private Uni<Void> run(Optional<Envelope<E>> event) {
            if (event.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            return Uni.createFrom()
                    .deferred(() -> effect.apply(event.get()))
                    .chain(outcome ->
                            outcome.map(command -> tell(event.get(), command))
                                    .orElseGet(() -> Uni.createFrom().voidItem()));
        }

        private Uni<Void> tell(Envelope<E> event, C outcome) {
            String cause = service.name() + "/" + event.eventId();
            return sender.tell(
                    service.inbox().message(event.streamId(), outcome),
                    new CommandHeaders(
                            event.streamId(),
                            cause + "#outcome",
                            event.correlationId(),
                            Optional.of(cause),
                            event.traceparent(),
                            Optional.empty(),
                            Optional.empty(),
                            clock.instant()));
        }
    }
}
