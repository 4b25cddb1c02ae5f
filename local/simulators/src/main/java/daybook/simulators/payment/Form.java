package daybook.simulators.payment;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The form-encoded parameters of a request, with brackets for what is nested. */
final class Form {

    private static final long MAX_AMOUNT_MINOR = 99_999_999;
    private static final int MAX_METADATA = 50;
    private static final int MAX_METADATA_VALUE = 500;

    private final Map<String, String> parameters = new TreeMap<>();

    private Form(RoutingContext request) {
        var body = request.body().buffer() == null ? "" : request.body().asString();
        for (var pair : body.split("&", -1)) {
            if (!pair.isEmpty()) {
                var equals = pair.indexOf('=');
                parameters.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
    }

    /**
     * @param known the parameters of this operation, without brackets
     * @throws BadParameter if there is another
     */
    static Form of(RoutingContext request, Set<String> known) {
        var form = new Form(request);
        for (var name : form.parameters.keySet()) {
            var root = name.contains("[") ? name.substring(0, name.indexOf('[')) : name;
            if (!known.contains(root)) {
                throw new BadParameter(
                        "parameter_unknown", name, "Received unknown parameter: " + name);
            }
        }
        return form;
    }

    /** Equal for the same parameters in any order. */
    static String fingerprint(RoutingContext request) {
        var asked = request.request().path() + new Form(request).parameters;
        return UUID.nameUUIDFromBytes(asked.getBytes(StandardCharsets.UTF_8)).toString();
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** Returns the value, or empty text if there is none. */
    String text(String name) {
        return parameters.getOrDefault(name, "");
    }

    String required(String name) {
        if (text(name).isEmpty()) {
            throw new BadParameter("parameter_missing", name, "Missing required param: " + name);
        }
        return text(name);
    }

    boolean flag(String name) {
        return oneOf(name, "false", Set.of("true", "false")).equals("true");
    }

    String oneOf(String name, String absent, Set<String> values) {
        var value = parameters.getOrDefault(name, absent);
        if (!value.equals(absent) && !values.contains(value)) {
            throw new BadParameter(
                    "parameter_invalid",
                    name,
                    "Invalid " + name + ": must be one of " + new TreeSet<>(values));
        }
        return value;
    }

    /** Returns a positive amount in minor units, if there is one. */
    OptionalLong amountMinor(String name) {
        if (!has(name)) {
            return OptionalLong.empty();
        }
        if (!text(name).matches("[0-9]{1,18}") || Long.parseLong(text(name)) == 0) {
            throw new BadParameter(
                    "parameter_invalid_integer", name, "Invalid positive integer: " + name);
        }
        var amount = Long.parseLong(text(name));
        if (amount > MAX_AMOUNT_MINOR) {
            throw new BadParameter(
                    "amount_too_large",
                    name,
                    "Amount must be no more than " + MAX_AMOUNT_MINOR + " minor units");
        }
        return OptionalLong.of(amount);
    }

    /** Returns the {@code name[key]} parameters. */
    JsonObject map(String name) {
        var map = new JsonObject();
        parameters.forEach((parameter, value) -> {
            if (parameter.startsWith(name + "[") && parameter.endsWith("]")) {
                map.put(parameter.substring(name.length() + 1, parameter.length() - 1), value);
            }
        });
        if (map.size() > MAX_METADATA) {
            throw new BadParameter(
                    "parameter_invalid", name, name + " has more than " + MAX_METADATA + " keys");
        }
        for (var key : map.fieldNames()) {
            if (map.getString(key).length() > MAX_METADATA_VALUE) {
                throw new BadParameter(
                        "parameter_invalid",
                        name + "[" + key + "]",
                        "Metadata values can have at most " + MAX_METADATA_VALUE + " characters");
            }
        }
        return map;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadParameter("parameter_invalid", text, "Not form-encoded: " + text);
        }
    }
}
