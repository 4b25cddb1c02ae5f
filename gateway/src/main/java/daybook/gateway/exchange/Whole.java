package daybook.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** A body that is in memory, in the pieces in which it came: they are not copied together. */
public record Whole(List<Buffer> pieces) implements Answer.Body {
    public Whole {
        pieces = List.copyOf(pieces);
    }

    /** This JSON as the answer of the gateway itself. */
    public Answer.Relayed asJson() {
        long bytes = pieces.stream().mapToLong(Buffer::length).sum();
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap()
                        .add("Content-Type", "application/json")
                        .add("Content-Length", Long.toString(bytes));
        return new Answer.Relayed(200, headers, this);
    }

    @Override
    @SuppressWarnings("deprecation") // Vert.x 4 has no other way to join buffers without a copy
    public Future<Void> sendTo(HttpServerResponse response) {
        ByteBuf[] parts = pieces.stream().map(Buffer::getByteBuf).toArray(ByteBuf[]::new);
        return response.end(
                Buffer.buffer(Unpooled.wrappedBuffer(Math.max(1, parts.length), parts)));
    }
}
