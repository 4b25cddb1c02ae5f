package daybook.shipping.effect;

import io.smallrye.config.ConfigMapping;
import java.net.URL;

/** Where the carrier aggregator is, and where parcels come from. All of it must be set. */
@ConfigMapping(prefix = "daybook.carrier")
public interface CarrierConfig {

    /** Root of EasyPost's API, in production https://api.easypost.com. */
    URL url();

    /** The account's API key, such as EZAK... */
    String key();

    /** The warehouse's address, printed on every label. */
    Sender sender();

    interface Sender {

        String name();

        String street();

        String city();

        String postcode();

        /** ISO 3166-1 alpha-2 code, upper case. */
        String country();
    }
}
