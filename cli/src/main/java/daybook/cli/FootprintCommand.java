package daybook.cli;

import daybook.cli.footprint.Footprint;
import daybook.cli.footprint.Way;
import daybook.local.Binaries;
import daybook.local.FreePorts;
import daybook.local.Layout;
import daybook.local.Stack;
import daybook.local.StackFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./daybook footprint}. */
@Command(
        name = "footprint",
        description = {
            "Measures start, memory, CPU time and size of the services and the gateway, native and on a"
                    + " JVM, side by side.",
            "",
            "Starts a stack of its own on free ports (2 GB of memory) and takes about ten minutes on"
                    + " an idle machine with two cores. Trust the ratios: both columns are of the same"
                    + " run.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:something did not run"})
final class FootprintCommand implements Callable<Integer> {

    private static final int PRODUCTS = 20;

    @Spec private @Nullable CommandSpec spec;

    private final StackOptions options = new StackOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = Terminal.of(spec);
        Path state = options.layout().state().resolve("footprint");
        options.state = state;
        options.portOffset = FreePorts.forStack().offset();
        Layout layout = options.layout();
        List<String> missing =
                Footprint.MEASURED.stream()
                        .filter(name -> !new Binaries(layout).current(name))
                        .toList();
        List<Way> ways =
                Stream.of(Way.values())
                        .filter(way -> way != Way.NATIVE || missing.isEmpty())
                        .toList();
        if (!missing.isEmpty()) {
            out.say(
                    "native is skipped: there is no current executable of %s; ./daybook native builds it"
                            .formatted(String.join(", ", missing)));
        }
        Stack stack = options.stack(out);
        var footprint = new Footprint(layout, options.ports(), stack, out, this::order, ways);
        try {
            for (Way way : ways) {
                footprint.measure(way);
            }
        } finally {
            stack.down(List.of());
        }
        footprint.table().forEach(out::say);
        return 0;
    }

    /** By an import, which follows each order to its end. */
    private void order(int count, String batch) throws IOException {
        Path file = Files.createTempFile("daybook-footprint", ".csv");
        try {
            Files.write(file, invoices(count, batch));
            int code =
                    Daybook.commandLine()
                            .setOut(new PrintWriter(Writer.nullWriter()))
                            .execute(
                                    "import",
                                    file.toString(),
                                    "--state",
                                    options.layout().state().toString(),
                                    "--port-offset",
                                    Integer.toString(options.ports().offset()));
            if (code != 0) {
                throw new StackFailure("the orders were not completed");
            }
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> invoices(int count, String batch) {
        return Stream.concat(
                        Stream.of(
                                "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"),
                        IntStream.range(0, count)
                                .mapToObj(i ->
                                        "%d,8%04d,THING,2,2026-01-02T10:00,3.25,%s-%d,United Kingdom"
                                                .formatted(
                                                        500_000 + i,
                                                        i % PRODUCTS,
                                                        batch.replace(' ', '-'),
                                                        i)))
                .toList();
    }
}
