package daybook.cli.imports;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of order lines, in the format of the UCI "Online Retail" data set: comma-separated with a
 * header, UTF-8, plain or gzipped. Columns beyond those of {@link #COLUMNS} are ignored.
 *
 * @param digest of the content, 16 hex digits: the same file always has the same, packed or not
 */
public record OrderFile(String digest, List<OrderRow> rows) {

    static final List<String> COLUMNS =
            List.of("InvoiceNo", "StockCode", "Quantity", "UnitPrice", "CustomerID", "Country");

    private static final Pattern INVOICE = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._ -]{1,64}");
    private static final int MAX_CUSTOMER_LENGTH = 120;
    private static final int DIGEST_LENGTH = 16;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    public OrderFile {
        rows = List.copyOf(rows);
    }

    /**
     * @throws BadFileException if anything in it cannot be understood, naming the line
     */
    public static OrderFile read(Path file, Currency currency) throws BadFileException {
        try (InputStream content = unpacked(Files.newInputStream(file));
                var digested = new DigestInputStream(content, sha256());
                var reader = new InputStreamReader(digested, StandardCharsets.UTF_8);
                CSVParser lines = format().parse(reader)) {
            List<OrderRow> rows = rows(lines, currency);
            String digest = HexFormat.of().formatHex(digested.getMessageDigest().digest());
            return new OrderFile(digest.substring(0, DIGEST_LENGTH), rows);
        } catch (IOException | IllegalArgumentException | UncheckedIOException e) {
            throw new BadFileException("cannot be read: " + reason(e));
        }
    }

    private static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case EOFException _ -> "it ends too early";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static CSVFormat format() {
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        var content = new BufferedInputStream(raw);
        content.mark(2);
        boolean packed = content.read() == GZIP_FIRST && content.read() == GZIP_SECOND;
        content.reset();
        return withoutMark(
                packed ? new BufferedInputStream(new GZIPInputStream(content)) : content);
    }

    /** Spreadsheets begin UTF-8 with a byte order mark. */
    private static InputStream withoutMark(BufferedInputStream content) throws IOException {
        content.mark(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(content.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
            content.reset();
        }
        return content;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static List<OrderRow> rows(CSVParser lines, Currency currency) throws BadFileException {
        for (String column : COLUMNS) {
            if (!lines.getHeaderNames().contains(column)) {
                throw new BadFileException(
                        1,
                        "there is no column %s; the file needs %s"
                                .formatted(column, String.join(", ", COLUMNS)));
            }
        }
        List<OrderRow> rows = new ArrayList<>();
        for (CSVRecord record : lines) {
            rows.add(row(lines.getCurrentLineNumber(), record, currency));
        }
        return rows;
    }

    private static OrderRow row(long line, CSVRecord record, Currency currency)
            throws BadFileException {
        if (!record.isConsistent()) {
            throw new BadFileException(
                    line, "it has %d columns, the header has others".formatted(record.size()));
        }
        return new OrderRow(
                line,
                matching(line, record, "InvoiceNo", INVOICE),
                matching(line, record, "StockCode", CODE),
                quantity(line, record.get("Quantity")),
                priceMinor(line, record.get("UnitPrice"), currency),
                customer(line, record.get("CustomerID")),
                record.get("Country"));
    }

    private static String matching(long line, CSVRecord record, String column, Pattern pattern)
            throws BadFileException {
        String value = record.get(column);
        if (!pattern.matcher(value).matches()) {
            throw new BadFileException(
                    line, "%s '%s' does not match %s".formatted(column, value, pattern.pattern()));
        }
        return value;
    }

    private static String customer(long line, String value) throws BadFileException {
        if (value.length() > MAX_CUSTOMER_LENGTH) {
            throw new BadFileException(
                    line, "CustomerID is longer than %d characters".formatted(MAX_CUSTOMER_LENGTH));
        }
        return value;
    }

    private static int quantity(long line, String value) throws BadFileException {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw new BadFileException(
                    line, "Quantity '%s' is not a whole number".formatted(value));
        }
    }

    private static long priceMinor(long line, String value, Currency currency)
            throws BadFileException {
        BigDecimal price;
        try {
            price = new BigDecimal(value);
        } catch (NumberFormatException _) {
            throw new BadFileException(line, "UnitPrice '%s' is not a number".formatted(value));
        }
        try {
            return price.movePointRight(currency.getDefaultFractionDigits()).intValueExact();
        } catch (ArithmeticException _) {
            throw new BadFileException(
                    line,
                    "UnitPrice '%s' is too large or has parts of a minor unit of %s"
                            .formatted(value, currency.getCurrencyCode()));
        }
    }
}
