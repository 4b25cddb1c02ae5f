package daybook.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the HTTP/1 decoder of one connection and lets only such bytes through as have one
 * reading, since the decoder forgives much: it drops a length beside chunks, unfolds lines, wraps
 * sizes around. A head goes on once it is whole, uncopied if it came in one piece; a bad or late
 * one is replaced by a request for a {@link Fault}. Bad bytes in a body end the connection. HTTP/2
 * and what follows an upgrade is not its business.
 */
final class Framing extends ChannelInboundHandlerAdapter {
    /**
     * What a head may take.
     *
     * @param lineBytes longest request line
     * @param headerBytes most of all headers together
     * @param headNanos from the connection's start, or from a further request's first piece, to the
     *     end of its head
     */
    record Limits(int lineBytes, int headerBytes, long headNanos) {}

    private final Limits limits;
    private Head head;
    private @Nullable Body body;

    /** The beginning of a head that is not whole yet. */
    private @Nullable ByteBuf held;

    /** Where the head's current line begins, and how far it was looked through, from its start. */
    private int lineStart;

    private int scanned;

    private boolean headIsWhole;
    private boolean first = true;
    private boolean upgrade;
    private boolean last;
    private boolean over;
    private @Nullable ScheduledFuture<?> deadline;

    Framing(Limits limits) {
        this.limits = limits;
        head = new Head(limits.lineBytes());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        startDeadline(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopDeadline();
        if (held != null) {
            held.release();
            held = null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (over) {
            bytes.release();
        } else if (first && context.pipeline().get("ssl") != null) {
            context.pipeline().addAfter("ssl", null, new Framing(limits));
            stepAside(context, bytes);
        } else if (upgrade && body == null && context.pipeline().get("httpDecoder") == null) {
            stepAside(context, bytes);
        } else if (held == null) {
            read(context, bytes);
        } else {
            ByteBuf both = held.writeBytes(bytes);
            held = null;
            bytes.release();
            read(context, both);
        }
    }

    private void read(ChannelHandlerContext context, ByteBuf bytes) {
        int end = bytes.writerIndex();
        int whole = bytes.readerIndex();
        while (whole < end) {
            if (last && body == null) {
                over = true; // a request behind the last one is none
                passOn(context, bytes, whole);
                bytes.release();
                return;
            }
            if (body != null) {
                whole = body.read(bytes, whole, end);
                if (body.isBroken()) {
                    bytes.release();
                    over = true;
                    context.close();
                    return;
                }
                body = body.isAtEnd() ? null : body;
                continue;
            }
            Fault fault = readHead(bytes, whole, end);
            if (first && head.http2) {
                stepAside(context, bytes);
                return;
            }
            if (fault != null) {
                passOn(context, bytes, whole);
                bytes.release();
                refuse(context, fault);
                return;
            }
            if (!headIsWhole) {
                passOn(context, bytes, whole);
                hold(context, bytes);
                return;
            }
            whole += scanned;
            beginBody();
        }
        context.fireChannelRead(bytes);
    }

    /** Reads the lines that are there of the head that begins at {@code start}. */
    private @Nullable Fault readHead(ByteBuf bytes, int start, int end) {
        while (true) {
            int lineFeed = bytes.indexOf(start + scanned, end, (byte) '\n');
            if (lineFeed < 0) {
                scanned = end - start;
                return tooLarge();
            }
            int line = start + lineStart;
            scanned = lineFeed + 1 - start;
            lineStart = scanned;
            if (lineFeed == line || bytes.getByte(lineFeed - 1) != '\r') {
                return Fault.MALFORMED;
            }
            if (lineFeed - 1 > line) {
                Fault fault = head.line(bytes, line, lineFeed - 1);
                if (fault != null) {
                    return fault;
                }
            } else if (!head.isEmpty()) { // else an empty line before a request, RFC 9112 §2.2
                headIsWhole = true;
                Fault fault = head.end();
                return fault == null ? tooLarge() : fault;
            }
        }
    }

    private @Nullable Fault tooLarge() {
        if (head.isEmpty()) {
            return scanned > limits.lineBytes() ? Fault.TARGET_TOO_LONG : null;
        }
        return scanned - head.firstLineBytes > limits.headerBytes() ? Fault.HEAD_TOO_LARGE : null;
    }

    private void beginBody() {
        stopDeadline();
        first = false;
        upgrade = head.upgrade;
        last = head.last;
        body =
                head.chunked || head.length > 0
                        ? new Body(head.chunked, head.length, limits.headerBytes())
                        : null;
        head = new Head(limits.lineBytes());
        headIsWhole = false;
        lineStart = 0;
        scanned = 0;
    }

    private static void passOn(ChannelHandlerContext context, ByteBuf bytes, int end) {
        int length = end - bytes.readerIndex();
        if (length > 0) {
            context.fireChannelRead(bytes.readRetainedSlice(length));
        }
    }

    private void hold(ChannelHandlerContext context, ByteBuf bytes) {
        held = context.alloc().buffer(bytes.readableBytes()).writeBytes(bytes);
        bytes.release();
        startDeadline(context);
    }

    /** Has the chain answer in its turn; what comes after is thrown away. */
    private void refuse(ChannelHandlerContext context, Fault fault) {
        stopDeadline();
        over = true;
        String request =
                "GET " + fault.target() + " HTTP/1.1\r\nHost: -\r\nConnection: close\r\n\r\n";
        context.fireChannelRead(
                Unpooled.wrappedBuffer(request.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void startDeadline(ChannelHandlerContext context) {
        if (deadline == null) {
            deadline =
                    context.executor()
                            .schedule(
                                    () -> tooSlow(context),
                                    limits.headNanos(),
                                    TimeUnit.NANOSECONDS);
        }
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void tooSlow(ChannelHandlerContext context) {
        deadline = null;
        if (held == null) {
            context.close(); // has said nothing at all
        } else {
            held.release();
            held = null;
            refuse(context, Fault.TIMEOUT);
            context.fireChannelReadComplete();
        }
    }

    private static void stepAside(ChannelHandlerContext context, ByteBuf bytes) {
        context.fireChannelRead(bytes);
        context.pipeline().remove(context.handler());
    }
}
