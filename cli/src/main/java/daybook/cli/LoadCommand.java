package daybook.cli;

import daybook.audit.Audit;
import daybook.audit.AuditFailure;
import daybook.audit.ProviderBooks;
import daybook.audit.Verdict;
import daybook.cli.imports.Gateway;
import daybook.cli.imports.GatewayFailure;
import daybook.cli.imports.Importer;
import daybook.cli.load.K6;
import daybook.cli.load.LoadPage;
import daybook.cli.load.LoadResult;
import daybook.cli.load.LoadRun;
import daybook.cli.load.LoadText;
import daybook.cli.load.LoadUsers;
import daybook.cli.load.Usage;
import daybook.local.ComponentStatus;
import daybook.local.Ports;
import daybook.local.Secrets;
import daybook.local.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook load SCENARIO}. */
@Command(
        name = "load",
        description = {
            "Puts load on the system with k6 and says whether anything was lost or doubled.",
            "",
            "Scenarios are the scripts in load-tests: checkout, browse, hot-product, mixed-day, spike,"
                    + " soak, breakpoint, sick-provider. After the run every accepted order has to"
                    + " end; then each is looked up and, on the local stack, the logs are audited. A"
                    + " run that lost or doubled anything is bad, whatever its latency.",
            "",
            "For another system than the local stack give --target with --token-url, --users-file and"
                    + " --client-secret-file. Only put load on what is yours.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing lost, nothing doubled, every threshold kept",
            "1:the verdict is bad, or the run could not be carried out"
        })
final class LoadCommand implements Callable<Integer> {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration SETTLE_INBOXES = Duration.ofSeconds(20);
    private static final Duration DEADLINE_TOLERANCE = Duration.ofSeconds(60);

    @Mixin private final StackOptions stack = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SCENARIO", description = "A script in load-tests, without its .js.")
    private String scenario = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Arrivals in a second (default: the scenario's).")
    private @Nullable Integer rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Of the measured part, such as 90s or 5m (default: the scenario's).")
    private @Nullable String duration;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Any other setting of the scenario, as docs/load-tests.md lists them.")
    private Map<String, String> settings = new HashMap<>();

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "100",
            description = "Customers made for the local stack (default: ${DEFAULT-VALUE}).")
    private int users;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description =
                    "How long accepted orders may take to end after the run (default:"
                            + " ${DEFAULT-VALUE}).")
    private long settleSeconds;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "The gateway (default: that of the local stack).")
    private @Nullable URI target;

    @Option(
            names = "--token-url",
            paramLabel = "URL",
            description = "OAuth 2.0 token endpoint; needed with --target.")
    private @Nullable URI tokenUrl;

    @Option(
            names = "--users-file",
            paramLabel = "FILE",
            description = "Lines of username,password of customers; needed with --target.")
    private @Nullable Path usersFile;

    @Option(
            names = "--client-secret-file",
            paramLabel = "FILE",
            description =
                    "Holds the secret of the staff's client, "
                            + StaffSecret.CLIENT
                            + "; needed with --target.")
    private @Nullable Path clientSecretFile;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Path script = script();
        boolean local = target == null;
        checkArguments(local);
        K6 k6 = K6.find(System.getenv());
        Terminal terminal = Terminal.of(spec);
        Path folder = folder();
        var line = ProgressLine.onStandardError();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            List<ComponentStatus> components = local ? running(terminal) : List.of();
            if (local) {
                line.update(() -> "making users");
                new LoadUsers(http, stack.ports(), new Secrets(stack.layout().secrets()))
                        .prepare(users, localUsers());
            }
            var access = access();
            var usage = new Usage(components);
            var run = new LoadRun(k6, folder, usage, text -> line.update(() -> text));
            var summary = run.run(script, environment(access));
            long ended = System.nanoTime();
            var reconciliation =
                    run.settle(
                            Gateway.of(http, access, line::note),
                            Duration.ofSeconds(settleSeconds));
            var settling = Duration.ofNanos(System.nanoTime() - ended);
            usage.sample(System.currentTimeMillis());
            Optional<Verdict> audit = local ? Optional.of(audit(line)) : Optional.empty();
            var result =
                    new LoadResult(
                            scenario,
                            access.gateway().toString(),
                            scenario.equals("breakpoint"),
                            run.log(),
                            summary,
                            reconciliation,
                            audit,
                            usage,
                            settling);
            line.clear();
            return report(result, folder);
        } catch (GatewayFailure | AuditFailure e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        } finally {
            line.clear();
        }
    }

    private int report(LoadResult result, Path folder) throws IOException {
        Path page = folder.resolve("report.html");
        LoadPage.write(result, page);
        var out = spec().commandLine().getOut();
        LoadText.print(result, out);
        result.log().said().forEach(words -> out.println("    k6: " + words));
        out.println();
        out.println("  Report: " + page);
        out.flush();
        return result.good() ? 0 : 1;
    }

    private Path script() throws IOException {
        Path scripts = stack.layout().project().resolve("load-tests");
        Path script = scripts.resolve(scenario + ".js");
        if (!scenario.matches("[a-z-]+") || !Files.exists(script)) {
            try (Stream<Path> files = Files.list(scripts)) {
                String known =
                        files.map(file -> file.getFileName().toString())
                                .filter(name -> name.endsWith(".js"))
                                .map(name -> name.substring(0, name.length() - 3))
                                .sorted()
                                .collect(Collectors.joining(", "));
                throw new ParameterException(
                        spec().commandLine(),
                        "no scenario is called '%s'; there is %s".formatted(scenario, known));
            }
        }
        return script;
    }

    private void checkArguments(boolean local) {
        if (!local && (tokenUrl == null || usersFile == null || clientSecretFile == null)) {
            throw new ParameterException(
                    spec().commandLine(),
                    "--target needs --token-url, --users-file and --client-secret-file");
        }
        if (users < 1 || settleSeconds < 0 || (rate != null && rate < 1)) {
            throw new ParameterException(
                    spec().commandLine(),
                    "--rate and --users must be at least 1, --settle must not be negative");
        }
    }

    private List<ComponentStatus> running(Terminal terminal) {
        List<ComponentStatus> all = stack.stack(terminal).status();
        String down =
                all.stream()
                        // One that is slow to say that it is ready may be busy: k6 will tell.
                        .filter(one -> one.pid().isEmpty())
                        .map(ComponentStatus::name)
                        .collect(Collectors.joining(", "));
        if (!down.isEmpty()) {
            throw new StackFailure("not up: " + down + ". Start it with ./daybook up");
        }
        return all;
    }

    private Path folder() {
        String when = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
        return stack.layout().state().resolve("load").resolve(scenario + "-" + when);
    }

    private Path localUsers() {
        return stack.layout().state().resolve("load/users.csv");
    }

    private Importer.Access access() throws IOException {
        Ports ports = stack.ports();
        return new Importer.Access(
                target == null ? ports.gatewayUrl() : target,
                tokenUrl == null ? ports.tokenUrl() : tokenUrl,
                StaffSecret.CLIENT,
                StaffSecret.read(clientSecretFile, stack.layout()),
                1,
                ANSWER);
    }

    private Map<String, String> environment(Importer.Access access) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("TARGET", access.gateway().toString());
        environment.put("TOKEN_URL", access.tokenUrl().toString());
        environment.put(
                "USERS",
                (usersFile == null ? localUsers() : usersFile).toAbsolutePath().toString());
        environment.put("STAFF_SECRET", access.clientSecret());
        if (target == null) {
            environment.put(
                    "PAYMENT_SIMULATOR", Ports.url(stack.ports().paymentSimulator()).toString());
        }
        if (rate != null) {
            environment.put("RATE", rate.toString());
        }
        if (duration != null) {
            environment.put("DURATION", duration);
        }
        return environment;
    }

    private Verdict audit(ProgressLine line) throws InterruptedException {
        Ports ports = stack.ports();
        var options = new Audit.Options(SETTLE_INBOXES, DEADLINE_TOLERANCE);
        try (Audit audit =
                Audit.of(AuditCommand.kafka(ports.kafkaBootstrap()), options, line::reading)) {
            Verdict verdict = audit.round();
            return ProviderBooks.read(
                            Ports.url(ports.paymentSimulator()).resolve("/simulator/ledger"))
                    .compare(verdict);
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("only picocli makes this command");
        }
        return spec;
    }
}
