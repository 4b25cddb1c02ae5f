package daybook.shipping.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EasyPostAnswerTest {

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 402, 403, 408, 409, 429, 500, 503})
    void a_parcel_is_not_to_blame_for_an_overloaded_or_misconfigured_carrier(int status) {
        assertThatExceptionOfType(CarrierUnavailableException.class)
                .isThrownBy(() -> answer(status, "{\"error\":{\"message\":\"Not now.\"}}"))
                .withMessageContaining(String.valueOf(status))
                .withMessageContaining("Not now.");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 422})
    void what_is_not_json_comes_from_somebody_else(int status) {
        assertThatExceptionOfType(CarrierUnavailableException.class)
                .isThrownBy(() -> answer(status, "<html>It works!</html>"));
    }

    @Test
    void a_refusal_says_why() {
        var refusal =
                answer(422, "{\"error\":{\"code\":\"ADDRESS.INVALID\",\"message\":\"Where?\"}}");
        assertThat(refusal.refused()).isTrue();
        assertThat(refusal.missing()).isFalse();
        assertThat(refusal.reason()).isEqualTo("Where?");
        assertThat(answer(400, "{\"error\":{\"code\":\"BAD\"}}").reason()).isEqualTo("BAD");
        assertThat(answer(404, "{\"error\":{\"code\":\"NOT_FOUND\"}}").missing()).isTrue();
    }

    private static EasyPostAnswer answer(int status, String body) {
        return EasyPostAnswer.of(Response.status(status).entity(body).build());
    }
}
