package daybook.cli;

import daybook.local.AotCache;
import daybook.local.Binaries;
import daybook.local.ComponentStatus;
import daybook.local.Ports;
import daybook.local.Stack;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook up}. */
@Command(
        name = "up",
        description = {
            "Starts Kafka, PostgreSQL, Keycloak, the simulators, the services, the gateway and the"
                    + " auditor.",
            "",
            "What runs already is left alone, so up also brings back what has died. If something"
                    + " cannot start, all that was started with it is stopped again. The processes"
                    + " stay when the command ends; ./daybook down stops them and keeps their data.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything is up", "1:something could not start"})
final class UpCommand implements Callable<Integer> {

    @Mixin private final StackOptions options = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--native",
            paramLabel = "NAME",
            arity = "0..1",
            split = ",",
            fallbackValue = "order,inventory,payment,shipping,gateway,auditor",
            description = {
                "Run the services, the gateway and the auditor as native executables, or only those that are"
                        + " named, as in --native=order,gateway. ./daybook native builds them."
            })
    private List<String> natives = List.of();

    @Option(
            names = "--aot",
            description = {
                "Start JVMs from ahead-of-time caches, with a third of the CPU time. The first end of"
                        + " each after a build makes its cache, which takes half a minute."
            })
    private boolean aot;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Only these (default: all), for example kafka postgres.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws InterruptedException {
        var out = Terminal.of(spec);
        Ports ports = options.ports();
        Stack stack = options.stack(out);
        new Binaries(options.layout()).choose(natives);
        new AotCache(options.layout()).use(aot);
        stack.up(names);
        if (!names.isEmpty()) {
            return 0;
        }
        long bytes =
                stack.status().stream()
                        .map(ComponentStatus::memoryBytes)
                        .mapToLong(memory -> memory.orElse(0))
                        .sum();
        out.say(
                "Daybook is up and uses %s of memory."
                        .formatted(Terminal.megabytes(OptionalLong.of(bytes))));
        out.say(
                WELCOME.replace("${gateway}", ports.gatewayUrl().toString())
                        .replace("${token}", ports.tokenUrl().toString())
                        .replace("${admin}", Ports.url(ports.keycloak()) + "/admin")
                        .replace("${secrets}", options.layout().secrets().toString()));
        return 0;
    }

    private static final String WELCOME =
            """

              Gateway   ${gateway}/api
              Keycloak  ${admin} (user admin, its password is in ${secrets})
              People    alice, bob (customers), olivia (operator), walter (warehouse), adam (auditor);
                        their passwords are their names

            A first order, to paste:

              token() { curl -s -d client_id=daybook-cli -d grant_type=password -d username=$1 -d password=$1 \\
                ${token} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'; }

              curl -s -H "Authorization: Bearer $(token walter)" -H 'Content-Type: application/json' \\
                -d '{"quantity": 10, "reference": "first delivery"}' \\
                ${gateway}/api/stock/TEAPOT/receipts

              curl -i -H "Authorization: Bearer $(token alice)" -H 'Content-Type: application/json' \\
                -d '{"currency": "GBP", "lines": [{"sku": "TEAPOT", "quantity": 2, "unitPriceMinor": 1995}],
                     "shipTo": {"name": "Alice Archer", "street": "1 High Street", "city": "Leeds",
                                "postcode": "LS1 1AA", "country": "GB"}, "paymentMethod": "pm_card_visa"}' \\
                ${gateway}/api/orders

              curl -s -H "Authorization: Bearer $(token alice)" ${gateway}/api/orders

            Next: ./daybook status, ./daybook logs order, ./daybook import samples/orders.csv, ./daybook down\
            """;
}
