package daybook.shipping.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.shipping.ShippingCommand;
import daybook.contracts.shipping.ShippingCommand.RecordBooked;
import daybook.contracts.shipping.ShippingCommand.RecordBookingRefused;
import daybook.contracts.shipping.ShippingCommand.RecordCancellationRefused;
import daybook.contracts.shipping.ShippingCommand.RecordCancelled;
import daybook.contracts.shipping.ShippingCommand.RecordTracking;
import daybook.contracts.shipping.ShippingCommand.TrackingStatus;
import daybook.contracts.shipping.ShippingEvent;
import daybook.contracts.shipping.ShippingEvent.BookingRequested;
import daybook.contracts.shipping.ShippingEvent.CancellationRequested;
import daybook.contracts.shipping.ShippingEvent.CancellationScheduled;
import daybook.contracts.shipping.ShippingEvent.ShipmentDispatched;
import daybook.contracts.shipping.ShippingEvent.TrackingRequested;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(EffectOnlyProfile.class)
class ShippingEffectTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int GRAMS = 700;

    @Inject ShippingEffect effect;
    @Inject CircuitBreakerMaintenance breakers;
    @Inject CarrierConfig config;

    private SimulatedCarrier carrier;
    private final String orderId = UUID.randomUUID().toString();

    @BeforeEach
    void a_healthy_carrier() {
        carrier = new SimulatedCarrier(config.url().toString());
        carrier.behave();
        breakers.resetAll();
    }

    @Test
    void the_cheapest_label_is_bought() {
        RecordBooked booked = book();

        assertThat(booked.carrier()).isEqualTo("RoyalMail");
        assertThat(booked.trackerId()).startsWith("trk_");
        assertThat(carrier.shipments(orderId))
                .singleElement()
                .satisfies(shipment -> {
                    assertThat(shipment.getString("id")).isEqualTo(booked.carrierShipmentId());
                    assertThat(shipment.getString("trackingCode")).isEqualTo(booked.trackingCode());
                    // 339 and 50 for each whole 16 ounces: the parcel has 24.7.
                    assertThat(shipment.getLong("postageMinor")).isEqualTo(389);
                });
    }

    @Test
    void an_event_that_is_seen_again_buys_nothing_more() {
        RecordBooked booked = book();

        assertThat(book()).isEqualTo(booked);
        assertThat(carrier.shipments(orderId)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"twice", "reset", "error", "hang"})
    void an_answer_that_is_lost_is_asked_for_again(String mode) {
        carrier.misbehave(new JsonObject().put("mode", mode).put("count", 2));

        RecordBooked booked = book();

        assertThat(carrier.shipments(orderId))
                .singleElement()
                .satisfies(shipment -> {
                    assertThat(shipment.getBoolean("bought")).isTrue();
                    assertThat(shipment.getString("id")).isEqualTo(booked.carrierShipmentId());
                });
    }

    @Test
    void a_shipment_that_was_made_but_not_bought_is_bought() {
        var address =
                new JsonObject()
                        .put("street1", "1 Loop Street")
                        .put("city", "London")
                        .put("zip", "N1 9GU")
                        .put("country", "GB");
        var made =
                carrier.post(
                        "/v2/shipments",
                        new JsonObject()
                                .put(
                                        "shipment",
                                        new JsonObject()
                                                .put("reference", orderId)
                                                .put("to_address", address)
                                                .put("from_address", address)
                                                .put(
                                                        "parcel",
                                                        new JsonObject().put("weight", 10))));

        assertThat(book().carrierShipmentId()).isEqualTo(made.getString("id"));
        assertThat(carrier.shipments(orderId)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "NO-CARRIER, Address not found",
        "NO-RATES, No service delivers to this postcode.",
    })
    void what_nobody_delivers_is_refused(String postcode, String reason) {
        assertThat(apply(new BookingRequested("c-1", home(postcode), GRAMS)))
                .contains(new RecordBookingRefused(reason));
    }

    @Test
    void a_label_is_given_back() {
        String shipmentId = book().carrierShipmentId();

        assertThat(apply(new CancellationRequested(shipmentId))).contains(new RecordCancelled());
        assertThat(apply(new CancellationRequested(shipmentId)))
                .as("given back already")
                .contains(new RecordCancelled());
        assertThat(carrier.shipments(orderId))
                .singleElement()
                .satisfies(shipment -> assertThat(shipment.getBoolean("refunded")).isTrue());
    }

    @Test
    void a_refund_whose_answer_is_lost_is_a_refund() {
        String shipmentId = book().carrierShipmentId();
        carrier.misbehave(new JsonObject().put("mode", "twice").put("count", 2));

        assertThat(apply(new CancellationRequested(shipmentId))).contains(new RecordCancelled());
    }

    @Test
    void what_was_never_bought_cannot_be_given_back() {
        apply(new BookingRequested("c-1", home("NO-RATES"), GRAMS));
        String unbought = carrier.shipments(orderId).getFirst().getString("id");

        assertThat(apply(new CancellationRequested(unbought)))
                .contains(
                        new RecordCancellationRefused(
                                "Unable to request refund. There is no postage to refund."));
    }

    @ParameterizedTest
    @CsvSource({
        "EZ1000000001, PRE_TRANSIT",
        "EZ2000000002, IN_TRANSIT",
        "EZ3000000003, IN_TRANSIT",
        "EZ4000000004, DELIVERED",
        "EZ5000000005, FAILURE",
        "EZ6000000006, FAILURE",
        "EZ7000000007, PRE_TRANSIT",
    })
    void the_carrier_says_where_a_parcel_is(String trackingCode, TrackingStatus status) {
        var tracker =
                carrier.post(
                        "/v2/trackers",
                        new JsonObject()
                                .put(
                                        "tracker",
                                        new JsonObject()
                                                .put("tracking_code", trackingCode)
                                                .put("carrier", "USPS")));

        assertThat(apply(new TrackingRequested(tracker.getString("id"), Instant.EPOCH)))
                .contains(new RecordTracking(status));
    }

    @Test
    void a_new_or_cancelled_or_unknown_parcel_is_no_news() {
        RecordBooked booked = book();
        var news = Optional.of(new RecordTracking(TrackingStatus.PRE_TRANSIT));

        assertThat(apply(new TrackingRequested(booked.trackerId(), Instant.EPOCH))).isEqualTo(news);
        apply(new CancellationRequested(booked.carrierShipmentId()));
        assertThat(apply(new TrackingRequested(booked.trackerId(), Instant.EPOCH))).isEqualTo(news);
        assertThat(apply(new TrackingRequested("trk_unheard_of", Instant.EPOCH))).isEqualTo(news);
    }

    @Test
    void what_asks_for_no_call_makes_none() {
        carrier.misbehave(new JsonObject().put("mode", "error"));

        assertThat(apply(new CancellationScheduled())).isEmpty();
        assertThat(apply(new ShipmentDispatched())).isEmpty();
    }

    @Test
    void a_carrier_that_stays_away_refuses_nothing() {
        for (String mode : List.of("error", "hang", "reset")) {
            carrier.misbehave(new JsonObject().put("mode", mode));
            assertThatExceptionOfType(CarrierUnavailableException.class)
                    .as(mode)
                    .isThrownBy(this::book);
            carrier.behave();
        }

        assertThat(book().trackingCode()).isNotEmpty();
    }

    @Test
    void a_breaker_spares_a_carrier_that_fails_and_closes_again() {
        carrier.misbehave(new JsonObject().put("mode", "error"));
        List<Throwable> failures =
                IntStream.range(0, 10).mapToObj(_ -> catchThrowable(this::book)).toList();
        assertThat(failures.getFirst()).isInstanceOf(CarrierUnavailableException.class);
        assertThat(failures.getLast()).isInstanceOf(CircuitBreakerOpenException.class);

        carrier.behave();
        RecordBooked booked =
                Uni.createFrom()
                        .item(this::book)
                        .runSubscriptionOn(ForkJoinPool.commonPool())
                        .onFailure(CircuitBreakerOpenException.class)
                        .retry()
                        .withBackOff(Duration.ofMillis(20))
                        .expireIn(DEADLINE.toMillis())
                        .await()
                        .atMost(DEADLINE);
        assertThat(booked.trackingCode()).isNotEmpty();
    }

    private RecordBooked book() {
        return (RecordBooked)
                apply(new BookingRequested("c-1", home("N1 9GU"), GRAMS)).orElseThrow();
    }

    private static Sealed home(String postcode) {
        return Sealed.inClear(new Address("Ada", "1 Loop Street", "London", postcode, "GB"));
    }

    private Optional<ShippingCommand> apply(ShippingEvent event) {
        return effect.apply(
                        new Envelope<>(
                                orderId,
                                1,
                                "",
                                1,
                                Instant.EPOCH,
                                "",
                                "",
                                Optional.empty(),
                                Optional.empty(),
                                new Position(0, 0),
                                event))
                .await()
                .atMost(DEADLINE);
    }
}
