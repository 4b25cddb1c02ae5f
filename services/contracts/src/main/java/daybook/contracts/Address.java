package daybook.contracts;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a parcel goes.
 *
 * @param country ISO 3166-1 alpha-2 code, upper case
 */
public record Address(String name, String street, String city, String postcode, String country) {

    private static final String SEPARATOR = "\n";
    private static final int PARTS = 5;

    /** One line each. */
    public String text() {
        return Stream.of(name, street, city, postcode, country)
                .map(part -> part.replace(SEPARATOR, " "))
                .collect(Collectors.joining(SEPARATOR));
    }

    /** The address of such a text. */
    public static Address of(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("An address has %d lines".formatted(PARTS));
        }
        return new Address(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }
}
