package daybook.gateway.testing;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One HTTP/1.1 connection, written and read by the byte, so that a test can send what no client
 * would.
 */
public final class Wire implements AutoCloseable {
    private static final int MILLIS = 15_000;
    private final Socket socket;

    public Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(MILLIS);
    }

    /** An answer's head and what came after it. */
    public record Received(int status, Map<String, String> headers, String body) {
        public JsonObject json() {
            return new JsonObject(body);
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Sends a request on its own connection and reads the answer. */
    public static Received exchange(int port, String requestLine, String... headerLines)
            throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(head(requestLine, headerLines) + "Connection: close\r\n\r\n");
            return wire.readAll();
        }
    }

    /**
     * The values of the gateway's metrics whose lines begin so.
     *
     * @param start name, labels and the space behind them
     */
    public static Stream<String> metrics(int port, String start) {
        try {
            return exchange(port, "GET /q/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String head(String requestLine, String... headerLines) {
        StringBuilder text =
                new StringBuilder(requestLine).append(" HTTP/1.1\r\nHost: gateway\r\n");
        for (String line : headerLines) {
            text.append(line).append("\r\n");
        }
        return text.toString();
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads one whole answer; the connection stays open if both sides want that. */
    public Received readAll() throws IOException {
        Received head = readHead();
        String length = head.header("Content-Length");
        byte[] body =
                head.header("Transfer-Encoding").equals("chunked")
                        ? readChunks()
                        : length.isEmpty() || head.status() == 204
                                ? new byte[0]
                                : socket.getInputStream().readNBytes(Integer.parseInt(length));
        return new Received(
                head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = readSize(); size > 0; size = readSize()) {
            body.write(socket.getInputStream().readNBytes(size));
            readUntil("\r\n");
        }
        readUntil("\r\n");
        return body.toByteArray();
    }

    private int readSize() throws IOException {
        return Integer.parseInt(readUntil("\r\n").strip(), 16);
    }

    /** Reads up to the empty line after the headers. */
    public Received readHead() throws IOException {
        String[] lines = readUntil("\r\n\r\n").split("\r\n", 0);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.merge(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return new Received(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, "");
    }

    /** Reads up to and including a text. */
    public String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.length() < end.length()
                || !text.substring(text.length() - end.length()).equals(end)) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("connection closed after: " + text);
            }
            text.append((char) b);
        }
        return text.toString();
    }

    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
