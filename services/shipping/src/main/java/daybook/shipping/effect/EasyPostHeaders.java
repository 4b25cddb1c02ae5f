package daybook.shipping.effect;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Base64;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/** What goes with every request to EasyPost: the key as user name, without a password. */
@ApplicationScoped
public class EasyPostHeaders implements ClientHeadersFactory {

    private final CarrierConfig config;

    EasyPostHeaders(CarrierConfig config) {
        this.config = config;
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> declared) {
        byte[] credentials = (config.key() + ":").getBytes(UTF_8);
        var headers = new MultivaluedHashMap<String, String>();
        headers.putSingle(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        return headers;
    }
}
