package daybook.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.easypost.exception.API.InvalidRequestError;
import com.easypost.exception.API.NotFoundError;
import com.easypost.exception.APIException;
import com.easypost.model.Shipment;
import com.easypost.model.TrackingDetail;
import com.easypost.service.EasyPostClient;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CarrierProviderTest {

    @TempDir private Path directory;

    private RunningSimulators simulators;
    private EasyPostClient carrier;

    @BeforeEach
    void start() throws Exception {
        simulators = new RunningSimulators(directory);
        carrier = simulators.easyPost();
    }

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void a_shipment_is_rated_bought_and_tracked_until_it_is_delivered() throws Exception {
        var shipment = carrier.shipment.create(to("o-1", "SW1A 1AA"));
        assertThat(shipment.getId()).matches("shp_[0-9a-f]{32}");
        assertThat(shipment.getStatus()).isEqualTo("unknown");
        assertThat(shipment.getRates()).hasSize(3);
        assertThat(shipment.lowestRate().getRate()).isEqualTo(3.39f);

        var bought = carrier.shipment.buy(shipment.getId(), shipment.lowestRate());
        assertThat(bought.getSelectedRate().getId()).isEqualTo(shipment.lowestRate().getId());
        assertThat(bought.getTrackingCode()).isNotEmpty();
        assertThat(bought.getPostageLabel().getLabelUrl()).endsWith(".png");
        assertThat(bought.getTracker().getStatus()).isEqualTo("pre_transit");

        simulators.pass(Duration.ofSeconds(1));
        var tracker = carrier.tracker.retrieve(bought.getTracker().getId());
        assertThat(tracker.getStatus()).isEqualTo("in_transit");
        assertThat(tracker.getTrackingCode()).isEqualTo(bought.getTrackingCode());

        simulators.pass(Duration.ofSeconds(4));
        tracker = carrier.tracker.retrieve(bought.getTracker().getId());
        assertThat(tracker.getStatus()).isEqualTo("delivered");
        assertThat(tracker.getTrackingDetails())
                .extracting(TrackingDetail::getStatus)
                .containsExactly("pre_transit", "in_transit", "delivered");
        assertThat(carrier.shipment.retrieve(shipment.getId()).getStatus()).isEqualTo("delivered");
    }

    @Test
    void a_label_is_refunded_until_the_carrier_has_the_parcel() throws Exception {
        var bought = buy(carrier.shipment.create(to("o-1", "SW1A 1AA")));

        var refunded = carrier.shipment.refund(bought.getId());
        assertThat(refunded.getRefundStatus()).isEqualTo("submitted");
        assertThat(carrier.shipment.refund(bought.getId()).getRefundStatus())
                .isEqualTo("submitted");
        simulators.pass(Duration.ofSeconds(10));
        assertThat(carrier.tracker.retrieve(bought.getTracker().getId()).getStatus())
                .isEqualTo("cancelled");

        var underWay = buy(carrier.shipment.create(to("o-2", "SW1A 1AA")));
        simulators.pass(Duration.ofSeconds(1));
        assertThat(refusal(() -> carrier.shipment.refund(underWay.getId())).getCode())
                .isEqualTo("SHIPMENT.REFUND.UNAVAILABLE");
        assertThat(ledger())
                .isEqualTo(
                        new JsonObject()
                                .put("shipments", 2)
                                .put("bought", 2)
                                .put("refunded", 1)
                                .put("postageMinor", 339));
    }

    @Test
    void postage_is_not_bought_twice() throws Exception {
        var bought = buy(carrier.shipment.create(to("o-1", "SW1A 1AA")));

        var refusal = refusal(() -> buy(bought));

        assertThat(refusal.getStatusCode()).isEqualTo(422);
        assertThat(refusal.getCode()).isEqualTo("SHIPMENT.POSTAGE.EXISTS");
        assertThat(carrier.shipment.retrieve(bought.getId()).getTrackingCode())
                .isEqualTo(bought.getTrackingCode());
    }

    @Test
    void a_reference_names_the_first_shipment_that_has_it() throws Exception {
        assertThat(
                        catchThrowableOfType(
                                        NotFoundError.class, () -> carrier.shipment.retrieve("o-1"))
                                .getCode())
                .isEqualTo("NOT_FOUND");
        var first = carrier.shipment.create(to("o-1", "SW1A 1AA"));
        var second = carrier.shipment.create(to("o-1", "SW1A 1AA"));

        assertThat(second.getId()).isNotEqualTo(first.getId());
        assertThat(carrier.shipment.retrieve("o-1").getId()).isEqualTo(first.getId());
        buy(first);
        assertThat(carrier.shipment.retrieve("o-1").getTrackingCode()).isNotEmpty();
    }

    @Test
    void an_address_that_nobody_delivers_to_is_refused() throws Exception {
        assertThat(refusal(() -> carrier.shipment.create(to("o-1", "NO-CARRIER"))).getCode())
                .isEqualTo("ADDRESS.VERIFY.FAILURE");

        var unrated = carrier.shipment.create(to("o-2", "NO-RATES"));
        assertThat(unrated.getRates()).isEmpty();
        assertThat(unrated.getMessages()).hasSize(1);
    }

    @Test
    void a_parcel_to_the_magic_postcode_gets_lost() throws Exception {
        var bought = buy(carrier.shipment.create(to("o-1", "LOST-PARCEL")));

        simulators.pass(Duration.ofSeconds(5));

        assertThat(carrier.tracker.retrieve(bought.getTracker().getId()).getStatus())
                .isEqualTo("failure");
    }

    @Test
    void a_tracker_for_a_code_is_that_of_its_shipment_or_stands_still() throws Exception {
        var bought = buy(carrier.shipment.create(to("o-1", "SW1A 1AA")));

        assertThat(carrier.tracker.create(Map.of("tracking_code", bought.getTrackingCode())))
                .extracting(tracker -> tracker.getId())
                .isEqualTo(bought.getTracker().getId());
        var known =
                carrier.tracker.create(Map.of("tracking_code", "EZ4000000004", "carrier", "USPS"));
        assertThat(known.getStatus()).isEqualTo("delivered");
        assertThat(carrier.tracker.retrieve(known.getId()).getCarrier()).isEqualTo("USPS");
    }

    @Test
    void a_missing_field_is_named() {
        var asked = to("o-1", "SW1A 1AA");
        asked.put("parcel", Map.of());
        assertThat(refusal(() -> carrier.shipment.create(asked)))
                .satisfies(e -> {
                    assertThat(e.getCode()).isEqualTo("PARAMETER.REQUIRED");
                    assertThat(e.getErrors().getFirst().getField()).isEqualTo("parcel.weight");
                });
    }

    @Test
    void a_body_that_is_not_json_is_refused() throws Exception {
        var answer =
                simulators.send(
                        simulators
                                .post(simulators.carrier("/v2/shipments"))
                                .POST(BodyPublishers.ofString("[1")));
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void a_request_without_a_key_is_turned_away() throws Exception {
        var answer =
                simulators.send(HttpRequest.newBuilder(simulators.carrier("/v2/shipments/o-1")));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void a_restart_keeps_shipments_labels_and_references() throws Exception {
        var bought = buy(carrier.shipment.create(to("o-1", "SW1A 1AA")));
        var before = ledger();

        simulators.restart();
        carrier = simulators.easyPost();

        assertThat(ledger()).isEqualTo(before);
        assertThat(carrier.shipment.retrieve("o-1").getTrackingCode())
                .isEqualTo(bought.getTrackingCode());
        assertThat(refusal(() -> buy(bought)).getCode()).isEqualTo("SHIPMENT.POSTAGE.EXISTS");
    }

    private Shipment buy(Shipment shipment) throws Exception {
        return carrier.shipment.buy(shipment.getId(), shipment.lowestRate());
    }

    private JsonObject ledger() throws Exception {
        return simulators.get(simulators.carrier("/simulator/ledger"));
    }

    private static APIException refusal(ThrowingCallable call) {
        return catchThrowableOfType(InvalidRequestError.class, call);
    }

    private static Map<String, Object> to(String reference, String zip) {
        var address =
                Map.of(
                        "name", "Alice",
                        "street1", "1 High Street",
                        "city", "London",
                        "zip", zip,
                        "country", "GB");
        return new HashMap<>(
                Map.of(
                        "reference", reference,
                        "to_address", address,
                        "from_address", address,
                        "parcel", Map.of("weight", 10.5)));
    }
}
