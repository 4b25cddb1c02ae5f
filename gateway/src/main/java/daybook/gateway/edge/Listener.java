package daybook.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.concurrent.TimeUnit;

/**
 * Puts a {@link Framing} before every connection that is accepted. Neither Quarkus nor Vert.x lets
 * one in there, so it goes into the pipeline of the socket that accepts.
 */
@ApplicationScoped
public class Listener implements HttpServerOptionsCustomizer {
    private final Vertx vertx;
    private final EdgeConfig config;
    private volatile boolean started;

    Listener(Vertx vertx, EdgeConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        guard(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        guard(options);
    }

    void started(@ObservesAsync HttpServerStart start) {
        started = true;
        guard(start.options());
    }

    void started(@ObservesAsync HttpsServerStart start) {
        started = true;
        guard(start.options());
    }

    private void guard(HttpServerOptions options) {
        Acceptor acceptor =
                new Acceptor(
                        new Framing.Limits(
                                options.getMaxInitialLineLength(),
                                options.getMaxHeaderSize(),
                                config.headerDeadline().toNanos()));
        for (EventExecutor loop : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
            loop.execute(() -> look((SingleThreadEventLoop) loop, acceptor));
        }
    }

    /** Looks for sockets that listen, every millisecond until Quarkus says that they do. */
    private void look(SingleThreadEventLoop loop, Acceptor acceptor) {
        loop.registeredChannelsIterator().forEachRemaining(channel -> guard(channel, acceptor));
        if (!started && !loop.isShuttingDown()) {
            loop.schedule(() -> look(loop, acceptor), 1, TimeUnit.MILLISECONDS);
        }
    }

    private static void guard(Channel channel, Acceptor acceptor) {
        if (channel instanceof ServerChannel && channel.pipeline().get(Acceptor.class) == null) {
            channel.pipeline().addFirst(acceptor);
        }
    }

    /**
     * Whether a request came through here: not if its connection was accepted in the moment between
     * the listener's start and {@link #guard}.
     */
    public static boolean guards(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                || ((ConnectionBase) request.connection()).channel().pipeline().get(Framing.class)
                        != null;
    }

    @Sharable
    private static final class Acceptor extends ChannelInboundHandlerAdapter {
        private final Framing.Limits limits;

        Acceptor(Framing.Limits limits) {
            this.limits = limits;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            ((Channel) accepted).pipeline().addLast(new Framing(limits));
            context.fireChannelRead(accepted);
        }
    }
}
