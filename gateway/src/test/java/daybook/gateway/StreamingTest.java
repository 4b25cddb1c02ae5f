package daybook.gateway;

import static daybook.gateway.DaybookApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.gateway.testing.Await;
import daybook.gateway.testing.Rig;
import daybook.gateway.testing.Stub;
import daybook.gateway.testing.TestRoutes;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Bodies pass piece by piece, as fast as the receiver takes them. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class StreamingTest {
    /** What socket buffers of two connections may hold; far less than the bodies sent here. */
    private static final long BUFFERED_BYTES = 48L << 20;

    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void the_first_piece_arrives_before_the_last_is_sent() throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(head("GET /t/drip/x") + "Connection: close\r\n\r\n");
            assertThat(wire.readHead().status()).isEqualTo(200);
            assertThat(wire.readUntil("first")).endsWith("first");
            rig.stub.release();
            assertThat(wire.readUntil("last")).endsWith("last");
        }
    }

    @Test
    void who_hangs_up_with_the_last_byte_takes_no_other_request_along() throws Exception {
        Set<Integer> statuses = ConcurrentHashMap.newKeySet();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(Thread.ofVirtual().start(() -> callOftenAndHangUp(statuses)));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(statuses).containsExactly(200);
    }

    private void callOftenAndHangUp(Set<Integer> statuses) {
        for (int i = 0; i < 300; i++) {
            try (Wire wire = new Wire(port)) {
                wire.send(head("GET /t/echo/x") + "\r\n");
                statuses.add(wire.readAll().status());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void a_caller_who_stops_reading_stops_the_upstream() throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(head("GET /t/flood/x") + "Connection: close\r\n\r\n");
            assertThat(wire.readHead().status()).isEqualTo(200);
            long sent = Await.standstill("the upstream", rig.stub.flooded::get);
            assertThat(sent).isLessThan(BUFFERED_BYTES);
            long rest = 0;
            byte[] buffer = new byte[1 << 16];
            for (int n = wire.in().read(buffer); n >= 0; n = wire.in().read(buffer)) {
                rest += n;
            }
            assertThat(rest).isEqualTo(Stub.FLOOD_BYTES);
        }
    }

    @Test
    void an_upstream_that_stops_reading_stops_the_caller() throws Exception {
        int calls = rig.stub.calls("hold");
        AtomicLong sent = new AtomicLong();
        try (Wire wire = new Wire(port)) {
            wire.send(head("POST /t/hold/x", "Content-Length: " + Stub.FLOOD_BYTES));
            wire.send("Connection: close\r\n\r\n");
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> flood(wire, sent));
            Await.until("the upstream has the request", () -> rig.stub.calls("hold") > calls);
            assertThat(Await.standstill("the caller", sent::get)).isLessThan(BUFFERED_BYTES);
            rig.stub.release();
            sender.get(30, TimeUnit.SECONDS);
            assertThat(wire.readAll().body()).isEqualTo(Integer.toString(Stub.FLOOD_BYTES));
        }
    }

    @Test
    void an_upstream_that_takes_no_more_of_a_body_is_too_slow() throws Exception {
        try (Wire wire = new Wire(port)) {
            wire.send(head("POST /t/hold/slow", "Content-Length: " + Stub.FLOOD_BYTES) + "\r\n");
            AtomicLong sent = new AtomicLong();
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> flood(wire, sent));
            Wire.Received answer = wire.readHead();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(sent.get()).isLessThan(Stub.FLOOD_BYTES);
            sender.exceptionally(broken -> null).get(30, TimeUnit.SECONDS);
        } finally {
            rig.stub.release();
        }
    }

    @Test
    void chunks_are_passed_on_as_they_come() throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(head("POST /t/echo/x", "Transfer-Encoding: chunked"));
            wire.send("Connection: close\r\n\r\n5\r\nhello\r\n");
            Await.until("the first chunk is there", () -> rig.stub.received.get() == 5);
            wire.send("6\r\n world\r\n0\r\n\r\n");
            assertThat(wire.readAll().json().getLong("bytes")).isEqualTo(11);
        }
    }

    @Test
    void a_caller_who_asks_first_is_told_to_go_on() throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(head("POST /t/echo/x", "Content-Length: 5", "Expect: 100-continue"));
            wire.send("Connection: close\r\n\r\n");
            assertThat(wire.readHead().status()).isEqualTo(100);
            wire.send("hello");
            assertThat(wire.readAll().json().getLong("bytes")).isEqualTo(5);
        }
    }

    @Test
    void a_caller_who_asks_first_without_token_is_told_no_instead() throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(
                    Wire.head("POST /t/echo/x", "Content-Length: 500000", "Expect: 100-continue")
                            + "\r\n");
            assertProblem(wire.readAll(), 401, "unauthenticated");
        }
    }

    @Test
    void an_answer_may_come_before_the_request_is_sent() throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(head("POST /t/early/x", "Content-Length: 1000") + "\r\nbegun");
            Wire.Received answer = wire.readAll();
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body()).isEqualTo("early");
        }
    }

    @Test
    void an_answer_whose_body_stands_still_is_cut_off() throws IOException {
        int abandoned = rig.stub.abandoned.get();
        try (Wire wire = new Wire(port)) {
            wire.send(head("GET /t/stall/x") + "\r\n");
            assertThat(wire.readHead().status()).isEqualTo(200);
            assertThat(wire.readUntil("begun")).endsWith("begun");
            assertThatThrownBy(() -> wire.readUntil("0\r\n\r\n"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("connection closed");
        }
        Await.until("the upstream is left too", () -> rig.stub.abandoned.get() > abandoned);
    }

    @Test
    void a_caller_who_leaves_takes_the_upstream_call_along() throws IOException {
        int abandoned = rig.stub.abandoned.get();
        int calls = rig.stub.calls("drip");
        try (Wire wire = new Wire(port)) {
            wire.send(head("GET /t/drip/x") + "\r\n");
            Await.until("the upstream is called", () -> rig.stub.calls("drip") > calls);
        }
        Await.until("the upstream is left", () -> rig.stub.abandoned.get() > abandoned);
    }

    private static void flood(Wire wire, AtomicLong sent) {
        byte[] piece = new byte[1 << 20];
        try {
            while (sent.get() < Stub.FLOOD_BYTES) {
                wire.send(piece);
                sent.addAndGet(piece.length);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String head(String requestLine, String... more) {
        StringBuilder head = new StringBuilder(Wire.head(requestLine, more));
        return head.append("Authorization: Bearer ")
                .append(rig.identity.token("alice", "customer"))
                .append("\r\n")
                .toString();
    }
}
