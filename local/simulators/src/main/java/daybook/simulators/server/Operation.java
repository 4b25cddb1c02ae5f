package daybook.simulators.server;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * One operation of a provider's API.
 *
 * @param path as the router takes it, e.g. {@code /v1/refunds/:id}
 * @param run carries the request out; what it changes is in the journal when it returns
 */
public record Operation(HttpMethod method, String path, Function<RoutingContext, Answer> run) {

    public static Operation get(String path, Function<RoutingContext, Answer> run) {
        return new Operation(HttpMethod.GET, path, run);
    }

    public static Operation post(String path, Function<RoutingContext, Answer> run) {
        return new Operation(HttpMethod.POST, path, run);
    }

    boolean changesSomething() {
        return method.equals(HttpMethod.POST);
    }
}
