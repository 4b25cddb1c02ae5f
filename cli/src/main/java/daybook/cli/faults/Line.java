package daybook.cli.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The line between one replica and the broker: a TCP proxy that takes its time, and that can be
 * cut. While it is cut nothing gets through and nobody is told; afterwards everything arrives that
 * was on its way, as after a network has come back.
 *
 * <p>The time it takes makes a transaction last long enough for faults to meet it half done.
 */
final class Line implements AutoCloseable {

    private static final long MILLIS = 8;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BACKLOG = 64;
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final ServerSocket entrance;
    private final int broker;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private boolean cut;

    /**
     * @param port where the replica comes in
     * @param broker where the broker listens for it
     */
    Line(int port, int broker) {
        this.broker = broker;
        try {
            entrance = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be listened on", e);
        }
        Thread.ofVirtual().name("line-" + port).start(this::accept);
    }

    synchronized void cut() {
        cut = true;
    }

    synchronized void mend() {
        cut = false;
        notifyAll();
    }

    private synchronized void awaitMended() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket replica = entrance.accept();
                open.add(replica);
                Thread.ofVirtual().start(() -> connect(replica));
            }
        } catch (IOException closed) {
            // The run is over.
        }
    }

    private void connect(Socket replica) {
        var onward = new Socket();
        open.add(onward);
        try {
            awaitMended();
            replica.setTcpNoDelay(true);
            onward.setTcpNoDelay(true);
            onward.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), broker),
                    (int) ANSWER.toMillis());
            Thread back = Thread.ofVirtual().start(() -> carry(onward, replica));
            carry(replica, onward);
            back.join();
        } catch (IOException e) {
            // The broker is away: the replica's connection breaks, as it would without us.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hangUp(replica);
            hangUp(onward);
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                TimeUnit.MILLISECONDS.sleep(MILLIS);
                awaitMended();
                to.getOutputStream().write(buffer, 0, read);
            }
            awaitMended();
            to.shutdownOutput();
        } catch (IOException e) {
            hangUp(from);
            hangUp(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hangUp(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed anyway.
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mend();
        open.forEach(this::hangUp);
    }
}
