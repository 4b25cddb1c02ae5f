package daybook.payment.effect;

import io.smallrye.config.ConfigMapping;
import java.net.URL;

/** Where the payment provider is. Both must be set, or the service does not start. */
@ConfigMapping(prefix = "daybook.payment.provider")
public interface PaymentProviderConfig {

    /** Root of Stripe's API, in production https://api.stripe.com. */
    URL url();

    /** The account's secret key, such as sk_live_... */
    String key();
}
