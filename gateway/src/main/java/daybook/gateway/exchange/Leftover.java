package daybook.gateway.exchange;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * The part of a request body that nobody wanted. A small one is read and thrown away. If it is
 * large or does not come the connection ends, but not at once: closing it on unread bytes makes the
 * peer lose the answer.
 */
public final class Leftover {
    private static final long SMALL_BYTES = 64 * 1024;
    private static final long LINGER_MILLIS = 1_000;

    private Leftover() {}

    /** Whether the connection cannot be used again, which the answer should then announce. */
    public static boolean endsConnection(HttpServerRequest request) {
        if (request.isEnded()
                || request.version() == HttpVersion.HTTP_2
                || !Headers.announcesBody(request)) {
            return false;
        }
        String length = request.getHeader("Content-Length");
        return length == null || length.length() > 9 || Long.parseLong(length) > SMALL_BYTES;
    }

    /** To be called once the answer is sent. */
    public static void discard(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        if (request.isEnded()) {
            if (Headers.endsConnection(request.headers())) {
                request.connection().close(); // Vert.x does not see close in a list
            }
            return;
        }
        if (request.version() != HttpVersion.HTTP_2 && Headers.announcesBody(request)) {
            boolean ends = endsConnection(request);
            Vertx vertx = exchange.context().vertx();
            long timer = vertx.setTimer(LINGER_MILLIS, id -> request.connection().close());
            request.exceptionHandler(e -> vertx.cancelTimer(timer));
            request.endHandler(v -> {
                vertx.cancelTimer(timer);
                if (ends) {
                    request.connection().close();
                }
            });
        }
        request.handler(chunk -> {});
        request.resume();
    }
}
