package daybook.contracts;

/**
 * Where a parcel goes.
 *
 * @param country ISO 3166-1 alpha-2 code, upper case
 */
public record Address(String name, String street, String city, String postcode, String country) {}
