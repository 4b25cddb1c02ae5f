package daybook.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Asks once, without waiting longer than a few seconds. */
final class Readiness {

    private static final int LIMIT_MILLIS = 3_000;

    private Readiness() {}

    static boolean answersHttp(URI url) {
        try {
            var connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), LIMIT_MILLIS);
            // A connection from an ephemeral port to itself is nobody listening.
            return socket.getLocalPort() != port;
        } catch (IOException e) {
            return false;
        }
    }
}
