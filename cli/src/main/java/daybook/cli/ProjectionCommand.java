package daybook.cli;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.local.Stack;
import daybook.local.StackFailure;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook projection list|rebuild|switch|drop}. */
@Command(
        name = "projection",
        synopsisSubcommandLabel = "WHAT",
        description = {
            "Posts a service's rows again from its log, beside those that queries read, and switches"
                    + " over.",
            "",
            "A rebuild fills a new generation while everything goes on and compares it with the live"
                    + " one row by row. After a switch the old generation goes on being filled, so"
                    + " that one can switch back, until it is dropped.",
            ""
        },
        subcommands = {
            ProjectionCommand.ListAll.class,
            ProjectionCommand.Rebuild.class,
            ProjectionCommand.Switch.class,
            ProjectionCommand.Drop.class
        })
final class ProjectionCommand {

    private static final long MILLIS_BETWEEN_LOOKS = 500;

    private ProjectionCommand() {}

    private static String path(String service) {
        if (!Stack.SERVICES.contains(service)) {
            throw new StackFailure(
                    "no service is called '%s'; there is %s"
                            .formatted(service, String.join(", ", Stack.SERVICES)));
        }
        return "/api/projections/" + service;
    }

    private static String path(String service, int generation) {
        return path(service) + "/" + generation;
    }

    private static void show(Terminal terminal, JsonNode projections) {
        terminal.say(projections.path("service").asText());
        projections
                .path("generations")
                .forEach(g -> GenerationText.lines(g).forEach(terminal::say));
    }

    @Command(
            name = "list",
            description =
                    "Shows the generations: which is live, how far the other is, what differs.")
    static final class ListAll implements Callable<Integer> {

        @Mixin private final StackOptions stack = new StackOptions();

        @Spec private @Nullable CommandSpec spec;

        @Parameters(
                paramLabel = "SERVICE",
                arity = "0..*",
                description = "order, inventory, payment, shipping (default: all of them).")
        private List<String> services = List.of();

        @Override
        public Integer call() throws IOException {
            var terminal = Terminal.of(spec);
            List<String> paths =
                    (services.isEmpty() ? Stack.SERVICES : services)
                            .stream().map(ProjectionCommand::path).toList();
            try (var gateway = new StaffGateway(stack)) {
                paths.forEach(path -> show(terminal, gateway.get(path)));
            }
            return 0;
        }
    }

    @Command(
            name = "rebuild",
            description = {
                "Fills a new generation from the log, and stays until it is compared with the live"
                        + " one.",
                "",
                "The service does the work: interrupted, the command leaves it going on.",
                ""
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:all rows are equal", "1:rows differ, or it was not possible"})
    static final class Rebuild implements Callable<Integer> {

        @Mixin private final StackOptions stack = new StackOptions();

        @Spec private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "SERVICE", description = "Whose rows.")
        private String service = "";

        @Option(
                names = "--throttle",
                paramLabel = "N",
                description = "Entries of the log a second, at most (default: as fast as it goes).")
        private @Nullable Integer throttle;

        @Override
        public Integer call() throws IOException, InterruptedException {
            var terminal = Terminal.of(spec);
            String path = path(service);
            Map<String, Object> request = new HashMap<>();
            if (throttle != null) {
                request.put("throttle", throttle);
            }
            try (var gateway = new StaffGateway(stack)) {
                int number = gateway.post(path, request).path("number").asInt();
                terminal.say("Generation %d of %s is filled".formatted(number, service));
                JsonNode compared = awaitCompared(gateway, path, number);
                GenerationText.lines(compared).forEach(terminal::say);
                boolean equal = GenerationText.differences(compared) == 0;
                terminal.say(
                        equal
                                ? "Next: ./daybook projection switch %s %d"
                                        .formatted(service, number)
                                : "If that is meant: ./daybook projection switch %s %d --accept-differences"
                                        .formatted(service, number));
                return equal ? 0 : 1;
            }
        }

        private static JsonNode awaitCompared(StaffGateway gateway, String path, int number)
                throws InterruptedException {
            var line = ProgressLine.onStandardError();
            try {
                while (true) {
                    JsonNode generation = generation(gateway.get(path), number);
                    if (generation.path("comparison").isObject()) {
                        return generation;
                    }
                    line.update(() -> GenerationText.progress(generation));
                    GenerationText.warning(generation).ifPresent(line::note);
                    TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
                }
            } finally {
                line.clear();
            }
        }

        private static JsonNode generation(JsonNode projections, int number) {
            for (JsonNode generation : projections.path("generations")) {
                if (generation.path("number").asInt() == number) {
                    return generation;
                }
            }
            throw new StackFailure("generation %d was dropped".formatted(number));
        }
    }

    @Command(
            name = "switch",
            description = {
                "Makes another generation the live one, at once and for all queries.",
                "",
                "It must have all that the live one has, and the same rows. The same command with the"
                        + " other number switches back.",
                ""
            })
    static final class Switch implements Callable<Integer> {

        @Mixin private final StackOptions stack = new StackOptions();

        @Spec private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "SERVICE", description = "Whose rows.")
        private String service = "";

        @Parameters(paramLabel = "GENERATION", description = "The number of the one to be live.")
        private int generation;

        @Option(
                names = "--accept-differences",
                description = "Even if rows differ from the live ones, or were not compared yet.")
        private boolean acceptDifferences;

        @Override
        public Integer call() throws IOException {
            var terminal = Terminal.of(spec);
            String path = path(service, generation) + "/switch";
            try (var gateway = new StaffGateway(stack)) {
                show(terminal, gateway.post(path, Map.of("acceptDifferences", acceptDifferences)));
            }
            return 0;
        }
    }

    @Command(name = "drop", description = "Drops a generation that is not live.")
    static final class Drop implements Callable<Integer> {

        @Mixin private final StackOptions stack = new StackOptions();

        @Spec private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "SERVICE", description = "Whose rows.")
        private String service = "";

        @Parameters(paramLabel = "GENERATION", description = "The number of the one to drop.")
        private int generation;

        @Override
        public Integer call() throws IOException {
            var terminal = Terminal.of(spec);
            String path = path(service, generation);
            try (var gateway = new StaffGateway(stack)) {
                show(terminal, gateway.delete(path));
            }
            return 0;
        }
    }
}
