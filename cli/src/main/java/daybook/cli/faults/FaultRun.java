package daybook.cli.faults;

import daybook.audit.Verdict;
import daybook.cli.faults.Checker.Evidence;
import daybook.cli.faults.Checker.Stage;
import daybook.local.Layout;
import daybook.local.LocalFiles;
import daybook.local.StackFailure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * One run: a stack of its own is started, clients work while things go wrong, everything is mended,
 * the work that is left comes to its end, every command is repeated, everything is looked at once
 * more, and the checker compares.
 */
public final class FaultRun {

    /**
     * @param seed what happens is a function of it
     * @param lasts how long clients work and things go wrong
     */
    public record Plan(long seed, Duration lasts) {}

    private static final Duration MENDED_WITHIN = Duration.ofMinutes(4);
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);

    private final Plan plan;
    private final FaultReport report;
    private final Path historyFile;
    private final History history;
    private final Machine machine;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECTED_WITHIN)
                    .build();

    private FaultRun(
            Plan plan, FaultReport report, Path historyFile, History history, Machine machine) {
        this.plan = plan;
        this.report = report;
        this.historyFile = historyFile;
        this.history = history;
        this.machine = machine;
    }

    /**
     * @param directory of the run: its stack, with all logs, and its history; emptied first
     * @return whether every promise was kept
     * @throws StackFailure if the run could not be made
     */
    public static boolean run(Plan plan, Path project, Path directory, FaultReport report)
            throws IOException, InterruptedException {
        LocalFiles.deleteTree(directory);
        Files.createDirectories(directory);
        Path historyFile = directory.resolve("history.jsonl");
        var layout = new Layout(project, directory.resolve("stack"));
        report.begin(plan, Schedule.of(plan.seed(), plan.lasts()));
        try (var history = new History(historyFile);
                var machine = new Machine(layout, report)) {
            // Also if somebody stops the command.
            Runtime.getRuntime().addShutdownHook(new Thread(machine::close));
            machine.start();
            return new FaultRun(plan, report, historyFile, history, machine).run();
        }
    }

    private boolean run() throws IOException, InterruptedException {
        var people = new People(http, machine.ports().tokenUrl());
        var wire = new Wire(http, machine.ports().gatewayUrl(), people, history);
        List<Client> clients =
                IntStream.range(0, Workload.CLIENTS)
                        .mapToObj(number -> new Client(number, plan.seed(), wire))
                        .toList();
        work(clients);
        List<String> ended = machine.missing();
        if (!ended.isEmpty()) {
            throw new StackFailure("ended by themselves: %s; their logs say why".formatted(ended));
        }

        var aftermath = new Aftermath(machine.ports(), wire, history);
        report.say("everything is mended; the work that is left comes to its end");
        aftermath.settle();
        Stage early = aftermath.stage();
        report.say("every command is repeated, and everything looked at");
        together(
                clients.stream()
                        .<Callable<Void>>map(client ->
                                () -> {
                                    aftermath.repeat(client.commands());
                                    return null;
                                })
                        .toList());
        Verdict verdict = aftermath.settle();
        aftermath.look(aftermath.stage());
        Stage end = aftermath.stage();
        List<Violation> violations = Checker.check(new Evidence(early, end, verdict));
        report.end(plan, end.history(), verdict, violations, historyFile);
        return violations.isEmpty();
    }

    /** The clients work while things go wrong, until both are done. */
    private void work(List<Client> clients) throws IOException, InterruptedException {
        Client warehouse = clients.get(Workload.WAREHOUSE);
        int delivery = 0;
        for (Operation operation : Workload.deliveries()) {
            delivery--;
            warehouse.perform(delivery, operation);
        }
        report.say("the clients begin");
        long began = System.nanoTime();
        try (var injector = new Injector(machine, http, this::note)) {
            injector.begin(Schedule.of(plan.seed(), plan.lasts()), began);
            List<Callable<Void>> work = new ArrayList<>();
            for (int number = 0; number < clients.size(); number++) {
                Client client = clients.get(number);
                var operations = Workload.of(plan.seed(), number, plan.lasts());
                work.add(() -> {
                    client.run(operations, began);
                    return null;
                });
            }
            together(work);
            injector.awaitMended(MENDED_WITHIN);
        }
    }

    private void note(String what) {
        history.note(what);
        report.say(what);
    }

    private static void together(List<Callable<Void>> tasks) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new StackFailure("a client cannot go on: " + e.getCause(), e);
        }
    }
}
