package daybook.local;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ports of the stack on 127.0.0.1.
 *
 * @param offset added to every port, so that several stacks can run side by side
 */
public record Ports(int offset) {

    private static final Map<String, Integer> SERVICES =
            Map.of("order", 8101, "inventory", 8102, "payment", 8103, "shipping", 8104);

    /** Between the ports of two replicas of a service. */
    private static final int REPLICA_STEP = 20;

    public Ports {
        if (offset < 0 || offset > 45_000) {
            throw new IllegalArgumentException(
                    "the port offset must lie between 0 and 45000, but is " + offset);
        }
    }

    public int gateway() {
        return 8080 + offset;
    }

    /** The port of the first replica of a service: order, inventory, payment or shipping. */
    public int service(String name) {
        return service(name, 1);
    }

    /** The port of a replica of a service; replicas are counted from one. */
    public int service(String name, int replica) {
        Integer port = SERVICES.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no service is called " + name);
        }
        return port + (replica - 1) * REPLICA_STEP + offset;
    }

    /** The ports of all replicas that a service can have. */
    List<Integer> replicas(String service) {
        return IntStream.rangeClosed(1, Replicas.MOST)
                .mapToObj(replica -> service(service, replica))
                .toList();
    }

    public int auditor() {
        return 8105 + offset;
    }

    public int paymentSimulator() {
        return 8111 + offset;
    }

    public int carrierSimulator() {
        return 8112 + offset;
    }

    public int keycloak() {
        return 8180 + offset;
    }

    public int kafka() {
        return 19092 + offset;
    }

    public int kafkaController() {
        return 19093 + offset;
    }

    public int postgres() {
        return 15432 + offset;
    }

    /** Every port that a stack listens on. */
    List<Integer> all() {
        return Stream.concat(
                        SERVICES.keySet().stream().flatMap(name -> replicas(name).stream()),
                        Stream.of(
                                gateway(),
                                auditor(),
                                paymentSimulator(),
                                carrierSimulator(),
                                keycloak(),
                                kafka(),
                                kafkaController(),
                                postgres()))
                .toList();
    }

    public URI gatewayUrl() {
        return url(gateway());
    }

    /** The issuer of tokens. */
    public URI realmUrl() {
        return URI.create("http://127.0.0.1:" + keycloak() + "/realms/daybook");
    }

    public URI tokenUrl() {
        return URI.create(realmUrl() + "/protocol/openid-connect/token");
    }

    public String kafkaBootstrap() {
        return "127.0.0.1:" + kafka();
    }

    public static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
