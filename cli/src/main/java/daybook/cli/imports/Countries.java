package daybook.cli.imports;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * ISO 3166-1 codes of countries' English names, and of the names that the data set has for some.
 */
final class Countries {

    private static final Map<String, String> CODES = codes();

    private Countries() {}

    static Optional<String> code(String name) {
        return Optional.ofNullable(CODES.get(name.strip().toLowerCase(Locale.ROOT)));
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        for (String code : Locale.getISOCountries()) {
            codes.put(code.toLowerCase(Locale.ROOT), code);
            String name = Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
            codes.put(name.toLowerCase(Locale.ROOT), code);
        }
        codes.put("eire", "IE");
        codes.put("channel islands", "JE");
        codes.put("rsa", "ZA");
        codes.put("usa", "US");
        codes.put("uk", "GB");
        codes.put("czech republic", "CZ");
        codes.put("hong kong", "HK");
        codes.put("korea", "KR");
        codes.put("turkey", "TR");
        codes.put("west indies", "BB");
        codes.put("european community", "BE"); // where its seat is
        codes.put("unspecified", "GB"); // where the business is
        return Map.copyOf(codes);
    }
}
