package daybook.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of one HTTP/1 request, read line by line against the grammar of RFC 9112, without its
 * liberties: no folded lines, no bare line feeds, no blanks where none belong. Says how the body is
 * framed, or what is wrong.
 */
final class Head {
    private static final int MAX_HEADERS = 100;
    private static final AsciiString LENGTH = AsciiString.cached("content-length");
    private static final AsciiString CODING = AsciiString.cached("transfer-encoding");
    private static final AsciiString CONNECTION = AsciiString.cached("connection");
    private static final AsciiString UPGRADE = AsciiString.cached("upgrade");
    private static final boolean[] TOKEN = new boolean[128];

    static {
        String others = "!#$%&'*+-.^_`|~";
        for (char c = 0; c < TOKEN.length; c++) {
            boolean alphanumeric =
                    c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            TOKEN[c] = alphanumeric || others.indexOf(c) >= 0;
        }
    }

    private final int maxLineBytes;
    private int lines;
    private boolean oldVersion;

    /** The body's length, or -1 if none is given. */
    long length = -1;

    boolean chunked;

    /** Whether the caller would like to speak something else from here on. */
    boolean upgrade;

    /** Whether this is the connection's last request. */
    boolean last;

    /** Of the request line. */
    int firstLineBytes;

    /** Whether this is the first line of HTTP/2's preface. */
    boolean http2;

    Head(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /** Takes the next line, without its CRLF; not the empty one at the end. */
    @Nullable Fault line(ByteBuf bytes, int start, int end) {
        if (lines++ == 0) {
            firstLineBytes = end - start + 2;
            return end - start > maxLineBytes
                    ? Fault.TARGET_TOO_LONG
                    : requestLine(bytes, start, end);
        }
        return lines > MAX_HEADERS + 1 ? Fault.HEAD_TOO_LARGE : header(bytes, start, end);
    }

    boolean isEmpty() {
        return lines == 0;
    }

    /** What can be told only when all lines are there. */
    @Nullable Fault end() {
        boolean twoReadings = chunked && (length >= 0 || oldVersion);
        return twoReadings ? Fault.MALFORMED : null;
    }

    private @Nullable Fault requestLine(ByteBuf bytes, int start, int end) {
        int method = token(bytes, start, end);
        if (method == start || method == end || bytes.getByte(method) != ' ') {
            return Fault.MALFORMED;
        }
        int target = method + 1;
        while (target < end && isVisible(bytes.getByte(target))) {
            target++;
        }
        if (target == method + 1 || target == end || bytes.getByte(target) != ' ') {
            return Fault.MALFORMED;
        }
        String version = text(bytes, target + 1, end);
        oldVersion = version.equals("HTTP/1.0");
        if (oldVersion || version.equals("HTTP/1.1")) {
            return null;
        }
        http2 = version.equals("HTTP/2.0") && text(bytes, start, target).equals("PRI *");
        return version.matches("HTTP/\\d\\.\\d") ? Fault.VERSION : Fault.MALFORMED;
    }

    private @Nullable Fault header(ByteBuf bytes, int start, int end) {
        int colon = token(bytes, start, end);
        if (colon == start || colon == end || bytes.getByte(colon) != ':') {
            return Fault.MALFORMED;
        }
        int from = colon + 1;
        for (int i = from; i < end; i++) {
            byte b = bytes.getByte(i);
            if (!isVisible(b) && b != ' ' && b != '\t') {
                return Fault.MALFORMED;
            }
        }
        while (from < end && isBlank(bytes.getByte(from))) {
            from++;
        }
        int to = end;
        while (to > from && isBlank(bytes.getByte(to - 1))) {
            to--;
        }
        return switch (colon - start) {
            case 10 -> is(CONNECTION, bytes, start, colon) ? connection(bytes, from, to) : null;
            case 14 -> is(LENGTH, bytes, start, colon) ? length(bytes, from, to) : null;
            case 17 -> is(CODING, bytes, start, colon) ? coding(bytes, from, to) : null;
            case 7 -> is(UPGRADE, bytes, start, colon) ? upgrade(bytes, from, to) : null;
            default -> null;
        };
    }

    /** One number, written as everybody writes it. */
    private @Nullable Fault length(ByteBuf bytes, int from, int to) {
        int digits = to - from;
        boolean padded = digits > 1 && bytes.getByte(from) == '0';
        if (length >= 0 || digits == 0 || digits > 18 || padded) {
            return Fault.MALFORMED;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                return Fault.MALFORMED;
            }
            number = number * 10 + digit;
        }
        length = number;
        return null;
    }

    /** Chunked and nothing else: no other coding is undone here. */
    private @Nullable Fault coding(ByteBuf bytes, int from, int to) {
        if (chunked || !text(bytes, from, to).equalsIgnoreCase("chunked")) {
            return Fault.MALFORMED;
        }
        chunked = true;
        return null;
    }

    private @Nullable Fault connection(ByteBuf bytes, int from, int to) {
        String options = text(bytes, from, to);
        if (!options.equalsIgnoreCase("keep-alive")) {
            for (String option : options.split(",", -1)) {
                last |= option.strip().equalsIgnoreCase("close");
            }
        }
        return null;
    }

    /**
     * Notes it. A wish for h2c is made unreadable, as a server may ignore it (RFC 9110 §7.8) and
     * requests on such a connection would come past this reader.
     */
    private @Nullable Fault upgrade(ByteBuf bytes, int from, int to) {
        upgrade = true;
        String protocols = text(bytes, from, to);
        if (protocols.toLowerCase(Locale.ROOT).contains("h2c")) {
            for (int i = from; i < to; i++) {
                bytes.setByte(i, '-');
            }
        }
        return null;
    }

    private static String text(ByteBuf bytes, int start, int end) {
        return bytes.toString(start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static boolean is(AsciiString name, ByteBuf bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if ((bytes.getByte(i) | 0x20) != (name.byteAt(i - start) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    /** Where the token that begins here ends. */
    private static int token(ByteBuf bytes, int start, int end) {
        int at = start;
        while (at < end && bytes.getByte(at) >= 0 && TOKEN[bytes.getByte(at)]) {
            at++;
        }
        return at;
    }

    private static boolean isVisible(byte b) {
        return b > 0x20 && b < 0x7f || b < 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
