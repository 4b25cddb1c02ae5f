package daybook.gateway.upstream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/**
 * Moves a body from one side to the other as fast as the slower of them, holding no more than what
 * the sockets do. Knows how long nothing has moved and on which side that lies.
 */
final class Pump {
    private final ReadStream<Buffer> from;
    private final WriteStream<Buffer> to;
    private final long maxBytes;
    private final Promise<Void> done = Promise.promise();
    private long bytes;
    private long movedNanos = System.nanoTime();
    private boolean waitingForReceiver;

    /** The sender sent more than {@code maxBytes}. */
    static final class TooLarge extends RuntimeException {
        TooLarge() {
            super("body too large", null, false, false);
        }
    }

    Pump(ReadStream<Buffer> from, WriteStream<Buffer> to, long maxBytes) {
        this.from = from;
        this.to = to;
        this.maxBytes = maxBytes;
    }

    /** Succeeds when the sender is done; does not end the receiver's stream. */
    Future<Void> start() {
        Handler<AsyncResult<Void>> written =
                result -> {
                    if (result.failed()) {
                        done.tryFail(result.cause());
                    }
                };
        from.exceptionHandler(done::tryFail);
        from.endHandler(v -> done.tryComplete());
        to.exceptionHandler(done::tryFail);
        to.drainHandler(v -> goOn());
        from.handler(chunk -> {
            movedNanos = System.nanoTime();
            bytes += chunk.length();
            if (bytes > maxBytes) {
                done.tryFail(new TooLarge());
            }
            if (done.future().isComplete()) {
                return;
            }
            to.write(chunk, written);
            if (to.writeQueueFull()) {
                waitingForReceiver = true;
                from.pause();
            }
        });
        from.resume();
        return done.future();
    }

    /** Whether the receiver is the one that does not go on. */
    boolean waitsForReceiver() {
        return waitingForReceiver;
    }

    long silentMillis() {
        return (System.nanoTime() - movedNanos) / 1_000_000;
    }

    private void goOn() {
        movedNanos = System.nanoTime();
        if (waitingForReceiver) {
            waitingForReceiver = false;
            from.resume();
        }
    }
}
