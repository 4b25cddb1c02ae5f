package daybook.gateway.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A request's path in the one spelling that routing, policy and the upstream all see (RFC 3986
 * §6.2.2: unreserved characters decoded, escapes in upper case), or why it has no such spelling.
 *
 * <p>Whatever two parsers might read differently is refused, not repaired: dot segments, empty
 * segments, path parameters, encoded separators, control characters, double encoding, bytes that
 * are not UTF-8.
 */
public sealed interface RequestPath {
    record Canonical(String text, List<String> segments) implements RequestPath {}

    record Refused(String why) implements RequestPath {}

    /** Reads the raw path of a request target, without its query. */
    static RequestPath of(String raw) {
        if (!raw.startsWith("/")) {
            return new Refused("the request target must be a path that starts with /");
        }
        String[] parts = raw.substring(1).split("/", -1);
        List<String> segments = new ArrayList<>(parts.length);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].isEmpty() && i < parts.length - 1) {
                return new Refused("the path has an empty segment (//)");
            }
            switch (Segment.read(parts[i])) {
                case Segment(var text, var why) when why.isEmpty() -> segments.add(text);
                case Segment(_, var why) -> {
                    return new Refused(why);
                }
            }
        }
        return new Canonical("/" + String.join("/", segments), List.copyOf(segments));
    }

    /** Whether a query has only characters that can stand in a request line. */
    static boolean isLegalQuery(String query) {
        return query.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '#');
    }

    /** A segment in its one spelling, or why it is refused. */
    record Segment(String text, String why) {
        private static final String PLAIN =
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
        private static final String OTHER_LEGAL = "!$&'()*+,=:@";

        static Segment read(String raw) {
            StringBuilder text = new StringBuilder(raw.length());
            ByteBuffer bytes = ByteBuffer.allocate(raw.length());
            for (int i = 0; i < raw.length(); i++) {
                char c = raw.charAt(i);
                if (c != '%') {
                    if (PLAIN.indexOf(c) < 0 && OTHER_LEGAL.indexOf(c) < 0) {
                        return refused("the path has a character that must be encoded or left out");
                    }
                    text.append(c);
                    bytes.put((byte) c);
                    continue;
                }
                if (!isEscape(raw, i)) {
                    return refused("the path has a % that is not followed by two hex digits");
                }
                int value = HexFormat.fromHexDigits(raw, i + 1, i + 3);
                if (value < 0x20 || value == 0x7f || "/\\;".indexOf(value) >= 0) {
                    return refused("the path has an encoded separator or control character");
                }
                if (value == '%' && i + 4 < raw.length() && isHex(raw, i + 3)) {
                    return refused("the path is encoded twice");
                }
                bytes.put((byte) value);
                if (PLAIN.indexOf(value) >= 0) {
                    text.append((char) value);
                } else {
                    text.append('%')
                            .append(HexFormat.of().withUpperCase().toHexDigits((byte) value));
                }
                i += 2;
            }
            if (".".contentEquals(text) || "..".contentEquals(text)) {
                return refused("the path has a dot segment");
            }
            return isUtf8(bytes.flip())
                    ? new Segment(text.toString(), "")
                    : refused("the path has escapes that are not UTF-8");
        }

        private static Segment refused(String why) {
            return new Segment("", why);
        }

        private static boolean isEscape(String raw, int at) {
            return at + 2 < raw.length() && isHex(raw, at + 1);
        }

        private static boolean isHex(String raw, int at) {
            return HexFormat.isHexDigit(raw.charAt(at)) && HexFormat.isHexDigit(raw.charAt(at + 1));
        }

        private static boolean isUtf8(ByteBuffer bytes) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(bytes);
                return true;
            } catch (CharacterCodingException _) {
                return false;
            }
        }
    }
}
