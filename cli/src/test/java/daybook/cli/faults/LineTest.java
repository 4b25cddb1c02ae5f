package daybook.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.local.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineTest {

    private static final int SHORT_MILLIS = 200;
    private static final int LONG_MILLIS = 10_000;

    private ServerSocket broker;
    private Line line;
    private Socket replica;
    private Socket arrived;

    @BeforeEach
    void connect() throws IOException {
        broker = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        int port = FreePorts.find(1).getFirst();
        line = new Line(port, broker.getLocalPort());
        replica = new Socket(InetAddress.getLoopbackAddress(), port);
        arrived = broker.accept();
        arrived.setSoTimeout(LONG_MILLIS);
        replica.setSoTimeout(LONG_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        replica.close();
        arrived.close();
        broker.close();
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hear(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void a_line_carries_both_ways() throws IOException {
        say(replica, "ask");
        assertThat(hear(arrived, 3)).isEqualTo("ask");
        say(arrived, "answer");
        assertThat(hear(replica, 6)).isEqualTo("answer");
    }

    @Test
    void nothing_gets_through_a_cut_and_all_of_it_arrives_once_it_is_mended() throws IOException {
        line.cut();
        say(replica, "late");
        arrived.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> hear(arrived, 4)).isInstanceOf(SocketTimeoutException.class);

        line.mend();

        arrived.setSoTimeout(LONG_MILLIS);
        assertThat(hear(arrived, 4)).isEqualTo("late");
    }

    @Test
    void who_hangs_up_is_heard_on_the_other_side() throws IOException {
        replica.close();

        assertThat(arrived.getInputStream().read()).isEqualTo(-1);
    }
}
