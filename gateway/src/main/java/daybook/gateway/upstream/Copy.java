package daybook.gateway.upstream;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A body that goes by as it would, and is kept as far as it is small. */
final class Copy implements ReadStream<Buffer> {
    private final ReadStream<Buffer> from;
    private final long maxBytes;
    private final Promise<Buffer> whole = Promise.promise();
    private Buffer kept = Buffer.buffer();

    Copy(ReadStream<Buffer> from, long maxBytes) {
        this.from = from;
        this.maxBytes = maxBytes;
    }

    /** All of it once it went by, or {@link Pump.TooLarge}. */
    Future<Buffer> whole() {
        return whole.future();
    }

    /** The rest of it will not come. */
    void abandon() {
        whole.tryFail("broken off");
    }

    private void keep(Buffer chunk) {
        if (whole.future().isComplete()) {
            return;
        }
        if (kept.length() + chunk.length() > maxBytes) {
            kept = Buffer.buffer();
            whole.tryFail(new Pump.TooLarge());
        } else {
            kept.appendBuffer(chunk);
        }
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        from.handler(
                handler == null
                        ? null
                        : chunk -> {
                            keep(chunk);
                            handler.handle(chunk);
                        });
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        from.endHandler(
                handler == null
                        ? null
                        : end -> {
                            handler.handle(end);
                            whole.tryComplete(kept);
                        });
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        from.exceptionHandler(handler);
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        from.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        from.resume();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        from.fetch(amount);
        return this;
    }
}
