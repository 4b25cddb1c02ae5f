package daybook.gateway.edge;

import io.netty.buffer.ByteBuf;

/**
 * Follows a request's body to its end, which RFC 9112 §7.1 defines for chunks; refuses what is not
 * exactly so, and sizes beyond 31 bits, which decoders wrap around. Chunk extensions are refused:
 * nobody sends them but to confuse.
 */
final class Body {
    private enum At {
        DATA,
        SIZE,
        SIZE_END,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_END,
        END,
        BROKEN
    }

    private final boolean chunked;
    private final int maxTrailerBytes;
    private At at;
    private long left;
    private int digits;
    private int lineBytes;
    private int trailerBytes;

    Body(boolean chunked, long length, int maxTrailerBytes) {
        this.chunked = chunked;
        this.left = chunked ? 0 : length;
        this.maxTrailerBytes = maxTrailerBytes;
        at = chunked ? At.SIZE : length > 0 ? At.DATA : At.END;
    }

    boolean isAtEnd() {
        return at == At.END;
    }

    boolean isBroken() {
        return at == At.BROKEN;
    }

    /** Reads from {@code start} on; gives back how far it came: to the end of the body or bytes. */
    int read(ByteBuf bytes, int start, int end) {
        int i = start;
        while (i < end && at != At.END && at != At.BROKEN) {
            if (at == At.DATA) {
                int step = (int) Math.min(left, end - i);
                i += step;
                left -= step;
                if (left == 0) {
                    at = chunked ? At.DATA_CR : At.END;
                }
            } else {
                at = next(bytes.getByte(i++));
            }
        }
        return i;
    }

    private At next(byte b) {
        return switch (at) {
            case SIZE -> size(b);
            case SIZE_END -> b == '\n' ? sized() : At.BROKEN;
            case DATA_CR -> b == '\r' ? At.DATA_LF : At.BROKEN;
            case DATA_LF -> b == '\n' ? startOfSize() : At.BROKEN;
            case TRAILER -> trailer(b);
            case TRAILER_END -> b == '\n' ? trailerEnded() : At.BROKEN;
            case DATA, END, BROKEN -> throw new IllegalStateException(at.name());
        };
    }

    private At size(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0 && b > 0) {
            left = left * 16 + digit;
            return ++digits > 8 || left > Integer.MAX_VALUE ? At.BROKEN : At.SIZE;
        }
        if (digits == 0) {
            return At.BROKEN;
        }
        return b == '\r' ? At.SIZE_END : At.BROKEN;
    }

    private At sized() {
        lineBytes = 0;
        return left == 0 ? At.TRAILER : At.DATA;
    }

    private At startOfSize() {
        digits = 0;
        return At.SIZE;
    }

    private At trailer(byte b) {
        if (b == '\r') {
            return At.TRAILER_END;
        }
        boolean folded = lineBytes == 0 && (b == ' ' || b == '\t');
        lineBytes++;
        return folded || ++trailerBytes > maxTrailerBytes || text(b) == At.BROKEN
                ? At.BROKEN
                : At.TRAILER;
    }

    private At trailerEnded() {
        boolean last = lineBytes == 0;
        lineBytes = 0;
        return last ? At.END : At.TRAILER;
    }

    private At text(byte b) {
        boolean control = b >= 0 && b < 0x20 && b != '\t' || b == 0x7f;
        return control ? At.BROKEN : at;
    }
}
