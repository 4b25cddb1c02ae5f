package daybook.payment.effect;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/** What goes with every request to Stripe. The version is the one that the answers are read by. */
@ApplicationScoped
public class StripeHeaders implements ClientHeadersFactory {

    private static final String VERSION = "2025-09-30.clover";

    private final PaymentProviderConfig config;

    StripeHeaders(PaymentProviderConfig config) {
        this.config = config;
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> declared) {
        var headers = new MultivaluedHashMap<String, String>();
        headers.putSingle("Authorization", "Bearer " + config.key());
        headers.putSingle("Stripe-Version", VERSION);
        return headers;
    }
}
