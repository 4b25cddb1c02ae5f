package daybook.payment.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeAnswerTest {

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 409, 429, 500, 502, 503})
    void a_payment_is_not_to_blame_for_an_overloaded_or_misconfigured_provider(int status) {
        var body = "{\"error\":{\"type\":\"api_error\",\"message\":\"Not now.\"}}";
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> answer(status, body))
                .withMessageContaining(String.valueOf(status))
                .withMessageContaining("Not now.");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 404})
    void what_is_not_json_comes_from_somebody_else(int status) {
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> answer(status, "<html>It works!</html>"));
    }

    @Test
    void a_refusal_says_why_as_exactly_as_it_can() {
        assertThat(error(402, "card_error", "card_declined").reason()).isEqualTo("card_declined");
        assertThat(
                        answer(
                                        402,
                                        "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\","
                                                + "\"decline_code\":\"lost_card\"}}")
                                .reason())
                .isEqualTo("lost_card");
        assertThat(answer(400, "{\"error\":{\"message\":\"Bad.\"}}").reason()).isEqualTo("Bad.");
    }

    @Test
    void a_key_used_for_two_requests_is_not_a_refusal() {
        assertThat(error(400, "idempotency_error", "").refused()).isFalse();
        assertThat(error(400, "invalid_request_error", "parameter_invalid").refused()).isTrue();
    }

    @Test
    void a_wrong_address_is_not_a_refusal() {
        assertThat(error(404, "invalid_request_error", "").refused()).isFalse();
        assertThat(error(404, "invalid_request_error", "resource_missing").refused()).isTrue();
    }

    private static StripeAnswer error(int status, String type, String code) {
        var error = new JsonObject().put("type", type).put("message", "No.");
        if (!code.isEmpty()) {
            error.put("code", code);
        }
        return answer(status, new JsonObject().put("error", error).encode());
    }

    private static StripeAnswer answer(int status, String body) {
        return StripeAnswer.of(Response.status(status).entity(body).build());
    }
}
