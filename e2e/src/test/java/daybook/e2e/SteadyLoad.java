package daybook.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A customer who places one order after the other at a steady rate, whatever the answers are, and
 * asks again with the same key for what has no definite answer yet.
 */
final class SteadyLoad implements AutoCloseable {

    private static final long MILLIS_BETWEEN_ORDERS = 500;
    private static final int CUSTOMERS_AT_ONCE = 8;
    private static final long PATIENCE_MINUTES = 2;
    private static final int NO_ANSWER = 0;

    /** An order whose placement was answered with 201. */
    record Placed(String key, String orderId, String etag) {}

    private final Shop shop;
    private final String user;
    private final String order;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledExecutorService customers =
            Executors.newScheduledThreadPool(CUSTOMERS_AT_ONCE);

    /** One party for each order without a definite answer, and one for {@link #close}. */
    private final Phaser open = new Phaser(1);

    private final List<Placed> placed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final Semaphore news = new Semaphore(0);

    SteadyLoad(Shop shop, String user, String order) {
        this.shop = shop;
        this.user = user;
        this.order = order;
        pace.scheduleAtFixedRate(
                () -> {
                    String key = UUID.randomUUID().toString();
                    open.register();
                    customers.execute(() -> place(key));
                },
                0,
                MILLIS_BETWEEN_ORDERS,
                TimeUnit.MILLISECONDS);
    }

    private void place(String key) {
        try {
            Shop.Answer answer = place(shop, user, order, key);
            statuses.merge(answer.status(), 1, Integer::sum);
            if (answer.status() == 202 || answer.status() >= 500) {
                again(key);
                return;
            }
            if (answer.status() == 201) {
                placed.add(new Placed(key, orderId(answer), answer.header("ETag")));
                news.release();
            } else {
                refusals.add(answer.status() + " " + answer.response().body());
            }
            open.arriveAndDeregister();
        } catch (IOException e) {
            statuses.merge(NO_ANSWER, 1, Integer::sum);
            again(key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void again(String key) {
        customers.schedule(() -> place(key), 1, TimeUnit.SECONDS);
    }

    static Shop.Answer place(Shop shop, String user, String order, String key)
            throws IOException, InterruptedException {
        return shop.post(user, "/orders", order, "Idempotency-Key", key);
    }

    static String orderId(Shop.Answer answer) {
        return answer.body().path("orderId").asText();
    }

    /** Waits until so many orders more are placed. */
    void awaitMore(int orders) throws InterruptedException {
        news.drainPermits();
        if (!news.tryAcquire(orders, PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("No orders get through any more: " + this);
        }
    }

    List<Placed> placed() {
        return List.copyOf(placed);
    }

    /** Answers other than 201, 202 and 5xx. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Ends the load, once every order has a definite answer. */
    @Override
    public void close() throws InterruptedException {
        pace.shutdown();
        try {
            if (!pace.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new TimeoutException();
            }
            open.awaitAdvanceInterruptibly(open.arrive(), PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new AssertionError("Orders have no definite answer: " + this, e);
        } finally {
            customers.shutdownNow();
        }
    }

    /** 0 stands for a connection that broke. */
    @Override
    public String toString() {
        return "answers by status: " + new TreeMap<>(statuses);
    }
}
