package daybook.order.domain;

import daybook.contracts.Address;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where parcels can go. Asked before an address is sealed: a decider never sees one. */
public final class Addresses {

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    private Addresses() {}

    /** What is wrong with an address; empty if a parcel can go there. */
    public static Optional<String> flaw(Address address) {
        return Text.flaw("shipTo.name", address.name(), 200)
                .or(() -> Text.flaw("shipTo.street", address.street(), 200))
                .or(() -> Text.flaw("shipTo.city", address.city(), 100))
                .or(() -> Text.flaw("shipTo.postcode", address.postcode(), 20))
                .or(() ->
                        COUNTRY.matcher(address.country()).matches()
                                ? Optional.empty()
                                : Optional.of(
                                        "shipTo.country \"%.80s\" is not an ISO 3166-1 code of two upper-case letters, such as DE"
                                                .formatted(address.country())));
    }
}
