package daybook.simulators;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.cert.Certificate;
import javax.net.ssl.HttpsURLConnection;

/**
 * EasyPost's client insists on an HTTPS connection; this gives it one that is plain HTTP inside.
 */
public final class PlainHttps extends URLStreamHandler {

    static void letEasyPostClientUseIt() {
        System.setProperty("com.easypost.net.customURLStreamHandler", PlainHttps.class.getName());
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        var plain = URI.create(url.toString()).toURL().openConnection();
        return new Connection(url, (HttpURLConnection) plain);
    }

    private static final class Connection extends HttpsURLConnection {

        private final HttpURLConnection plain;

        Connection(URL url, HttpURLConnection plain) {
            super(url);
            this.plain = plain;
        }

        @Override
        public void setRequestMethod(String method) throws ProtocolException {
            plain.setRequestMethod(method);
        }

        @Override
        public void setRequestProperty(String name, String value) {
            plain.setRequestProperty(name, value);
        }

        @Override
        public void setConnectTimeout(int millis) {
            plain.setConnectTimeout(millis);
        }

        @Override
        public void setReadTimeout(int millis) {
            plain.setReadTimeout(millis);
        }

        @Override
        public void setDoOutput(boolean output) {
            plain.setDoOutput(output);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return plain.getOutputStream();
        }

        @Override
        public int getResponseCode() throws IOException {
            return plain.getResponseCode();
        }

        /** Whole, because the client takes what is available at once for everything. */
        @Override
        public InputStream getInputStream() throws IOException {
            return new ByteArrayInputStream(plain.getInputStream().readAllBytes());
        }

        @Override
        public InputStream getErrorStream() {
            try {
                return new ByteArrayInputStream(plain.getErrorStream().readAllBytes());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void connect() throws IOException {
            plain.connect();
        }

        @Override
        public void disconnect() {
            plain.disconnect();
        }

        @Override
        public boolean usingProxy() {
            return false;
        }

        @Override
        public String getCipherSuite() {
            return "none";
        }

        @Override
        public Certificate[] getLocalCertificates() {
            return new Certificate[0];
        }

        @Override
        public Certificate[] getServerCertificates() {
            return new Certificate[0];
        }
    }
}
