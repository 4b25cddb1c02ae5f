package daybook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.local.Layout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class DaybookTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** The launcher prints that file, so that help needs no build. */
    @Test
    void the_help_that_needs_no_build_is_the_help_of_this_program() throws IOException {
        try (var file = Daybook.class.getResourceAsStream("/help.txt")) {
            String written =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(written)
                    .as("cli/src/main/resources/help.txt must be what this program prints")
                    .isEqualTo(commandLine().setUsageHelpWidth(80).getUsageMessage(Ansi.OFF));
        }
    }

    @Test
    void every_command_explains_itself() {
        for (var entry : commandLine().getSubcommands().entrySet()) {
            assertThat(commandLine().execute(entry.getKey(), "--help")).as(entry.getKey()).isZero();
            assertThat(out.toString()).contains("Usage: daybook " + entry.getKey());
        }
    }

    @Test
    void a_stack_that_is_not_up_shows_in_the_exit_code(@TempDir Path state) {
        int code =
                commandLine().execute("status", "--port-offset", "7", "--state", state.toString());

        assertThat(code).isEqualTo(3);
        assertThat(out.toString())
                .containsPattern("kafka +down +- +- +19099 +- +-")
                .containsPattern("gateway +down +- +- +8087 +- +-")
                .containsPattern("auditor +down +- +- +8112 +- +-");
    }

    @Test
    void a_failure_is_one_line_and_its_stack_trace_is_in_the_log(@TempDir Path state)
            throws IOException {
        CommandLog.install(state.resolve("logs/cli.log"));
        int code = commandLine().execute("up", "kafak", "--state", state.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "daybook: nothing is called 'kafak' here; there is kafka, postgres,"
                                + " keycloak, simulators, order, inventory, payment, shipping, gateway,"
                                + " auditor");
        assertThat(state.resolve("logs/cli.log"))
                .content()
                .contains("daybook up kafak", "StackFailure: nothing is called 'kafak'", "\tat ");
        assertThat(state.resolve("secrets.properties")).doesNotExist();
    }

    @Test
    void what_cannot_be_measured_is_refused_in_one_line() {
        assertThat(commandLine().execute("bench", "speed")).isEqualTo(1);
        assertThat(commandLine().execute("bench", "log", "--seconds", "4")).isEqualTo(1);
        assertThat(commandLine().execute("bench", "log", "--seconds", "301")).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "daybook: nothing is called 'speed' here; there is log, latency,"
                                + " reservations, history, orders",
                        "daybook: --seconds must lie between 5 and 300, but is 4",
                        "daybook: --seconds must lie between 5 and 300, but is 301");
    }

    @Test
    void faults_without_a_sensible_time_or_with_arguments_for_maven_are_refused_in_one_line() {
        assertThat(commandLine().execute("test", "--faults", "--minutes", "0.1")).isEqualTo(1);
        assertThat(commandLine().execute("test", "--faults", "-pl", "cli")).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "daybook: --minutes must lie between 0.5 and 1440, but is 0.1",
                        "daybook: with --faults there is no -pl cli");
    }

    @Test
    void what_cannot_be_scaled_is_refused_in_one_line(@TempDir Path state) {
        for (List<String> wrong :
                List.of(
                        List.of("kafka", "2", "'kafka' cannot be scaled; there is order,"),
                        List.of("order", "5", "1 to 4 processes here, not in 5"),
                        List.of("order", "0", "1 to 4 processes here, not in 0"),
                        List.of("order", "2", "order does not run: start it with"))) {
            int code =
                    commandLine()
                            .execute(
                                    "scale",
                                    wrong.get(0),
                                    wrong.get(1),
                                    "--state",
                                    state.toString());

            assertThat(code).isEqualTo(1);
            assertThat(err.toString().lines().toList().getLast()).contains(wrong.get(2));
        }
        assertThat(state.resolve("replicas.properties")).doesNotExist();
    }

    @Test
    void replicas_show_in_the_status_and_are_known_by_name(@TempDir Path state) throws IOException {
        Files.writeString(state.resolve("replicas.properties"), "order=2");

        commandLine().execute("status", "--port-offset", "7", "--state", state.toString());
        int code = commandLine().execute("renew", "order-3", "--state", state.toString());

        assertThat(out.toString())
                .containsPattern("order +down +- +- +8108 ")
                .containsPattern("order-2 +down +- +- +8128 ")
                .doesNotContain("order-3");
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("nothing is called 'order-3' here");
    }

    @Test
    void a_redrive_needs_what_was_seen_and_a_reason_and_a_discard_what_it_is_about() {
        assertThat(commandLine().execute("parked", "redrive", "o-1", "--why", "mended"))
                .isEqualTo(2);
        assertThat(commandLine().execute("parked", "redrive", "o-1", "--queue", "1/c"))
                .isEqualTo(2);
        assertThat(commandLine().execute("parked", "discard", "o-1", "--why", "twice"))
                .isEqualTo(2);
        assertThat(commandLine().execute("parked", "discard", "o-1", "--command", "c"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--queue", "--command", "--why");
    }

    @Test
    void a_wrong_option_is_not_a_failure_of_the_stack() {
        assertThat(commandLine().execute("up", "--no-such-option")).isEqualTo(2);
    }

    @Test
    void an_unknown_scenario_is_answered_with_those_there_are() {
        assertThat(commandLine().execute("load", "chekout")).isEqualTo(2);
        assertThat(err.toString())
                .contains("no scenario is called 'chekout'; there is breakpoint, browse, checkout");
    }

    @Test
    void a_target_needs_users_and_a_way_to_log_them_in() {
        assertThat(commandLine().execute("load", "checkout", "--target", "http://127.0.0.1:9"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--target needs --token-url, --users-file");
    }

    @Test
    void an_audit_that_follows_has_no_end_at_which_it_could_print_json() {
        assertThat(commandLine().execute("audit", "--follow", "--json")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--follow goes with neither --json nor --provider-ledger");
    }

    @Test
    void the_last_lines_of_a_log_are_shown(@TempDir Path state) throws IOException {
        Files.createDirectories(state.resolve("logs"));
        Files.writeString(state.resolve("logs/order.log"), "first\nsecond\nthird\n");

        int code = commandLine().execute("logs", "order", "-n", "2", "--state", state.toString());

        assertThat(code).isZero();
        assertThat(out.toString().lines()).containsExactly("second", "third");
    }

    @Test
    void the_offset_of_the_last_up_is_remembered(@TempDir Path state) throws IOException {
        Files.createDirectories(state.resolve("run"));
        Files.writeString(state.resolve("run/port-offset"), "40");

        commandLine().execute("status", "--state", state.toString());

        assertThat(out.toString()).containsPattern("gateway +down +- +- +8120");
    }

    @Test
    void uptime_reads_like_a_clock() {
        assertThat(StatusCommand.uptime(Duration.ofSeconds(3_725))).isEqualTo("1:02:05");
        assertThat(StatusCommand.uptime(Duration.ofHours(240))).isEqualTo("10 days");
    }

    /** The launcher says where the project is; these tests run in their module. */
    @BeforeAll
    static void inTheProject() {
        System.setProperty("daybook.project", Layout.enclosingProject().toString());
    }

    private CommandLine commandLine() {
        return Daybook.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }
}
