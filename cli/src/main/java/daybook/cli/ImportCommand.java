package daybook.cli;

import daybook.cli.imports.BadFileException;
import daybook.cli.imports.GatewayFailure;
import daybook.cli.imports.ImportRun;
import daybook.cli.imports.Importer;
import daybook.cli.imports.OrderFile;
import daybook.local.Ports;
import daybook.local.StackFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook import FILE}. */
@Command(
        name = "import",
        description = {
            "Places the orders of a file through the gateway and accounts for every line of it.",
            "",
            "Try ./daybook import samples/orders.csv. The file is comma-separated, plain or gzipped,"
                    + " with the columns InvoiceNo, StockCode, Quantity, UnitPrice, CustomerID and"
                    + " Country. First the stock that its products need is received, then each"
                    + " invoice is placed as an order and followed to its end. Invoices that begin"
                    + " with C are booked as returns of an earlier order of the same customer, if"
                    + " one has the product at that price. Carriage, fees, corrections and what"
                    + " costs nothing are skipped, and said to be.",
            "",
            "Interrupted, run it again: nothing is placed twice. With another --stock, --currency or"
                    + " --payment-method it is another import of the file.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every line is accounted for",
            "1:something is unfinished or does not add up",
            "2:the file is not what it should be; nothing was placed"
        })
final class ImportCommand implements Callable<Integer> {

    private static final int UNBALANCED = 1;
    private static final int BAD_FILE = 2;

    @Mixin private final StackOptions stack = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A .csv or .csv.gz file of order lines.")
    private Path file = Path.of("");

    @Option(
            names = "--stock",
            paramLabel = "FACTOR",
            defaultValue = "1.0",
            description =
                    "How much of what the file needs is received, rounded down for each product; 0.5"
                            + " provokes shortages (default: ${DEFAULT-VALUE}).")
    private BigDecimal stockFactor = BigDecimal.ONE;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Orders placed in a second, at most (default: as fast as it goes).")
    private double rate;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "8",
            description = "Requests under way at a time (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Where to write what became of each line, as CSV (default:"
                            + " .daybook/import/NAME/report.csv).")
    private @Nullable Path report;

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            defaultValue = "GBP",
            description = "Currency of the file's prices (default: ${DEFAULT-VALUE}).")
    private Currency currency = Currency.getInstance("GBP");

    @Option(
            names = "--payment-method",
            paramLabel = "TOKEN",
            defaultValue = "pm_card_visa",
            description =
                    "What is charged; pm_card_chargeDeclined is declined (default:"
                            + " ${DEFAULT-VALUE}).")
    private String paymentMethod = "";

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description =
                    "How long to wait for a gateway that does not answer or an order that does not"
                            + " move (default: ${DEFAULT-VALUE}).")
    private long patienceSeconds;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description = "Default: that of the local stack.")
    private @Nullable URI gateway;

    @Option(
            names = "--token-url",
            paramLabel = "URL",
            description = "OAuth 2.0 token endpoint (default: that of the local stack).")
    private @Nullable URI tokenUrl;

    @Option(
            names = "--client-secret-file",
            paramLabel = "FILE",
            description =
                    "Holds the secret of client "
                            + StaffSecret.CLIENT
                            + " and nothing else (default: the local stack's secret).")
    private @Nullable Path clientSecretFile;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter out = spec().commandLine().getOut();
        OrderFile orders;
        try {
            requirePositive();
            orders = OrderFile.read(file, currency);
        } catch (BadFileException e) {
            spec().commandLine().getErr().println("daybook: " + file + ", " + e.getMessage());
            return BAD_FILE;
        }
        var line = ProgressLine.onStandardError();
        var settings =
                new ImportRun.Settings(
                        stockFactor, rate, currency.getCurrencyCode(), paymentMethod, patience());
        var importer =
                new Importer(
                        access(),
                        settings,
                        (fraction, text) ->
                                line.update(() -> ProgressLine.bar(fraction) + " " + text),
                        line::note);
        Path folder = stack.layout().state().resolve("import").resolve(settings.importOf(orders));
        Path details = report == null ? folder.resolve("report.csv") : report;
        var hint = new Thread(ImportCommand::sayHowToGoOn);
        Runtime.getRuntime().addShutdownHook(hint);
        boolean balanced;
        try {
            balanced = importer.run(orders, folder, details, out);
        } catch (GatewayFailure e) {
            throw new StackFailure(
                    e.getMessage() + ". Run the same command again to go on where it stopped.", e);
        } finally {
            Runtime.getRuntime().removeShutdownHook(hint);
            line.clear();
        }
        out.println("  Each line: " + details);
        out.flush();
        return balanced ? 0 : UNBALANCED;
    }

    private static void sayHowToGoOn() {
        System.err.println();
        System.err.println(
                "  Stopped. Run the same command again to go on; nothing is placed twice.");
    }

    private void requirePositive() {
        if (stockFactor.signum() < 0 || rate < 0 || concurrency < 1 || patienceSeconds < 1) {
            throw new ParameterException(
                    spec().commandLine(),
                    "--stock and --rate must not be negative; --concurrency and --patience must be"
                            + " at least 1");
        }
    }

    private Duration patience() {
        return Duration.ofSeconds(patienceSeconds);
    }

    private Importer.Access access() throws IOException {
        Ports ports = stack.ports();
        return new Importer.Access(
                gateway == null ? ports.gatewayUrl() : gateway,
                tokenUrl == null ? ports.tokenUrl() : tokenUrl,
                StaffSecret.CLIENT,
                StaffSecret.read(clientSecretFile, stack.layout()),
                concurrency,
                patience());
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("only picocli makes this command");
        }
        return spec;
    }
}
