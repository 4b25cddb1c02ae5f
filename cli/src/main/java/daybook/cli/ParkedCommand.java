package daybook.cli;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.local.Stack;
import daybook.local.StackFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook parked …}. */
@Command(
        name = "parked",
        description = {
            "Shows what could not be processed and waits for an operator, and sees to it.",
            "",
            "A command that cannot be read or decided, and an entry of the log that cannot be read, stop"
                    + " their own stream only: what comes for it later waits behind, in order."
                    + " docs/runbooks/parked.md says what to do when.",
            ""
        },
        synopsisSubcommandLabel = "(list | show | diff | redrive | discard)",
        subcommands = {
            ParkedCommand.Lists.class,
            ParkedCommand.Show.class,
            ParkedCommand.Diff.class,
            ParkedCommand.Redrive.class,
            ParkedCommand.Discard.class
        })
final class ParkedCommand {

    private ParkedCommand() {}

    @Command(name = "list", description = "All streams that are parked.")
    static final class Lists implements Callable<Integer> {

        @Mixin private final StackOptions stack = new StackOptions();
        @Spec private @Nullable CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            var terminal = Terminal.of(spec);
            long parked = 0;
            try (var api = new StaffGateway(stack)) {
                for (String service : Stack.SERVICES) {
                    String after = "";
                    while (after != null) {
                        var page =
                                api.get(
                                        "/api/parked/%s?after=%s"
                                                .formatted(service, HistoryText.encoded(after)));
                        for (JsonNode stream : page.path("streams")) {
                            parked++;
                            terminal.say(line(service, stream));
                        }
                        after = page.path("next").textValue();
                    }
                }
            }
            if (parked == 0) {
                terminal.say("Nothing is parked.");
            }
            return 0;
        }

        private static String line(String service, JsonNode stream) {
            return "%-9s  %-36s  %5d waiting since %-24s  %s"
                    .formatted(
                            service,
                            stream.path("streamId").asText(),
                            stream.path("commands").asLong(),
                            stream.path("since").asText("-"),
                            stream.path("why").asText());
        }
    }

    /** What the commands about one stream have in common. */
    private abstract static class OfOneStream implements Callable<Integer> {

        @Mixin private final StackOptions stack = new StackOptions();
        @Spec private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "An order's id; a SKU for inventory.")
        String id = "";

        @Option(
                names = "--service",
                paramLabel = "NAME",
                defaultValue = "order",
                description = "order, inventory, payment or shipping (default: ${DEFAULT-VALUE}).")
        String service = "";

        @Override
        public Integer call() throws IOException {
            try (var api = new StaffGateway(stack)) {
                String path =
                        "/api/parked/%s/%s"
                                .formatted(HistoryText.encoded(service), HistoryText.encoded(id));
                return call(api, path, Terminal.of(spec));
            }
        }

        abstract int call(StaffGateway api, String path, Terminal terminal);
    }

    @Command(name = "show", description = "What waits in a stream, why, and as it came in.")
    static final class Show extends OfOneStream {

        @Override
        int call(StaffGateway api, String path, Terminal terminal) {
            JsonNode view = api.get(path);
            terminal.say(
                    "%s %s is at version %d; %d commands wait"
                            .formatted(
                                    service,
                                    id,
                                    view.path("version").asLong(),
                                    view.path("count").asLong()));
            for (JsonNode stopped : view.path("stopped")) {
                terminal.say(
                        "%s stopped at %s partition %d offset %d"
                                .formatted(
                                        stopped.path("who").asText(),
                                        stopped.path("topic").asText(),
                                        stopped.path("partition").asLong(),
                                        stopped.path("offset").asLong()));
                terminal.say("    why: " + stopped.path("why").asText());
                terminal.say("    it says: " + stopped.path("content").asText());
            }
            for (JsonNode command : view.path("commands")) {
                terminal.say(
                        "%s  %s  given %s"
                                .formatted(
                                        command.path("id").asText(),
                                        command.path("type").asText("-"),
                                        command.path("given").asText()));
                terminal.say("    why: " + command.path("why").asText());
                terminal.say("    it says: " + command.path("content").asText("(not found)"));
            }
            return 0;
        }
    }

    @Command(
            name = "diff",
            description = "The stream's state now, and as a redrive would leave it.")
    static final class Diff extends OfOneStream {

        @Override
        int call(StaffGateway api, String path, Terminal terminal) {
            JsonNode dryRun = api.get(path + "/dry-run");
            terminal.say(
                    "%s %s from version %d to %d"
                            .formatted(
                                    service,
                                    id,
                                    dryRun.path("versionBefore").asLong(),
                                    dryRun.path("versionAfter").asLong()));
            dryRun.path("changes").forEach(change -> terminal.say(HistoryText.change(change)));
            steps(dryRun, terminal, "stuck");
            return 0;
        }
    }

    @Command(
            name = "redrive",
            description = {
                "Decides again what waits in a stream, in order.",
                "",
                "Without --queue and --why it is a dry run: it changes nothing, and ends with the"
                        + " command that does it. If one fails again, those behind it wait on.",
                ""
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done, or the dry run was shown",
                "1:a command failed again, or the queue is not what was seen"
            })
    static final class Redrive extends OfOneStream {

        @ArgGroup(exclusive = false)
        private @Nullable Doing doing;

        private static final class Doing {
            @Option(
                    names = "--queue",
                    paramLabel = "COUNT/ID",
                    required = true,
                    description = "What the dry run saw: how many wait, and the last.")
            private String queue = "";

            @Option(
                    names = "--why",
                    paramLabel = "TEXT",
                    required = true,
                    description = "Stands in the log for good.")
            private String why = "";
        }

        @Override
        int call(StaffGateway api, String path, Terminal terminal) {
            Doing asked = doing;
            return asked == null ? dryRun(api, path, terminal) : run(api, path, asked, terminal);
        }

        private int dryRun(StaffGateway api, String path, Terminal terminal) {
            JsonNode dryRun = api.get(path + "/dry-run");
            steps(dryRun, terminal, "");
            terminal.say(
                    "Nothing was changed; %d would wait on. To do it:"
                            .formatted(dryRun.path("left").asLong()));
            terminal.say(
                    "./daybook parked redrive %s --service %s --queue %d/%s --why TEXT"
                            .formatted(
                                    id,
                                    service,
                                    dryRun.path("count").asLong(),
                                    dryRun.path("last").asText()));
            return 0;
        }

        private int run(StaffGateway api, String path, Doing asked, Terminal terminal) {
            var queue = asked.queue.split("/", 2);
            if (queue.length < 2 || !queue[0].matches("[1-9]\\d{0,8}")) {
                throw new StackFailure("--queue must be as the dry run gave it, such as 2/ID");
            }
            JsonNode act =
                    api.post(
                            path + "/redrive",
                            Map.of(
                                    "count",
                                    Integer.valueOf(queue[0]),
                                    "last",
                                    queue[1],
                                    "why",
                                    asked.why));
            terminal.say(
                    "%d decided, %d wait on"
                            .formatted(act.path("commands").size(), act.path("left").asLong()));
            JsonNode stuck = act.path("stuck");
            if (!stuck.isObject()) {
                return 0;
            }
            terminal.say(
                    "%s failed again: %s"
                            .formatted(
                                    stuck.path("commandId").asText(), stuck.path("why").asText()));
            return 1;
        }
    }

    @Command(
            name = "discard",
            description = {
                "Drops a command that waits, or passes over an entry that cannot be read.",
                "",
                "Whoever gave the command is told that it was refused. What waits behind it waits on"
                        + " until it is redriven.",
                ""
            })
    static final class Discard extends OfOneStream {

        @ArgGroup(multiplicity = "1")
        private @Nullable What what;

        private static final class What {
            @Option(names = "--command", paramLabel = "ID", description = "As show gives it.")
            private @Nullable String command;

            @Option(
                    names = "--entry",
                    paramLabel = "OFFSET",
                    description = "Of the log's entry at which the shard has stopped.")
            private @Nullable Long entry;
        }

        @Option(
                names = "--why",
                paramLabel = "TEXT",
                required = true,
                description = "Stands in the log for good.")
        private String why = "";

        @Override
        int call(StaffGateway api, String path, Terminal terminal) {
            Map<String, Object> request = new LinkedHashMap<>();
            What asked = Objects.requireNonNull(what);
            if (asked.command != null) {
                request.put("command", asked.command);
            } else if (asked.entry != null) {
                request.put("entry", asked.entry);
            }
            request.put("why", why);
            JsonNode act = api.post(path + "/discard", request);
            terminal.say("Done; %d wait on".formatted(act.path("left").asLong()));
            return 0;
        }
    }

    /**
     * @param outcome the only one to be shown; all if empty
     */
    private static void steps(JsonNode dryRun, Terminal terminal, String outcome) {
        for (JsonNode step : dryRun.path("steps")) {
            if (!outcome.isEmpty() && !step.path("outcome").asText().equals(outcome)) {
                continue;
            }
            terminal.say(
                    "%s  %s  %s"
                            .formatted(
                                    step.path("command").asText(),
                                    step.path("outcome").asText(),
                                    step.path("detail").asText("")));
            for (JsonNode event : step.path("events")) {
                terminal.say(
                        "    event %d %s %s"
                                .formatted(
                                        event.path("version").asLong(),
                                        event.path("type").asText(),
                                        event.path("data")));
            }
            for (JsonNode told : step.path("messages")) {
                terminal.say(
                        "    tells %s %s %s %s"
                                .formatted(
                                        told.path("service").asText(),
                                        told.path("stream").asText(),
                                        told.path("type").asText(),
                                        told.path("data")));
            }
        }
    }
}
