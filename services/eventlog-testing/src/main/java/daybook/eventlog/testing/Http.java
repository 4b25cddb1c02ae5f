package daybook.eventlog.testing;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** Requests to a service under test, and what its problems look like. */
public final class Http {

    private Http() {}

    /** A request with a token for that subject and these roles. */
    public static RequestSpecification as(String subject, String... roles) {
        return with(Tokens.of(subject, roles));
    }

    public static RequestSpecification with(String token) {
        return RestAssured.given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    /** Checks that a request was answered with a problem. */
    public static ValidatableResponse problem(Response response, int status, String code) {
        return response.then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("type", equalTo("urn:daybook:problem:" + code))
                .body("status", equalTo(status));
    }
}
