package daybook.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Currency;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrderFileTest {

    private static final Currency GBP = Currency.getInstance("GBP");
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    private static final String GOOD =
            "536365,85123a,\"HEART, \"\"RED\"\"\",6,2010-12-01T08:26,2.55,17850,United Kingdom\n";

    @TempDir Path folder;

    private OrderFile read(byte[] content) throws Exception {
        return OrderFile.read(Files.write(folder.resolve("orders.csv"), content), GBP);
    }

    private OrderFile read(String content) throws Exception {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] packed(String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void a_line_is_read_with_its_price_in_minor_units() throws Exception {
        assertThat(read(HEADER + GOOD).rows())
                .containsExactly(
                        new OrderRow(2, "536365", "85123a", 6, 255, "17850", "United Kingdom"));
    }

    @Test
    void a_packed_file_is_the_same_file() throws Exception {
        OrderFile plain = read(HEADER + GOOD);
        assertThat(read(packed(HEADER + GOOD))).isEqualTo(plain);
        assertThat(read(HEADER + GOOD + GOOD).digest()).isNotEqualTo(plain.digest());
        assertThat(plain.digest()).matches("[0-9a-f]{16}");
    }

    @Test
    void a_byte_order_mark_and_a_missing_last_line_end_do_not_matter() throws Exception {
        OrderFile file = read("\ufeff" + HEADER + GOOD + GOOD.strip());
        assertThat(file.rows()).extracting(OrderRow::line).containsExactly(2L, 3L);
    }

    @Test
    void a_header_alone_is_a_file_without_orders() throws Exception {
        assertThat(read(HEADER).rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,20001,x,six,d,2.5,7,EIRE | line 3: Quantity 'six' is not a whole number",
                "1,20001,x,6,d,much,7,EIRE | line 3: UnitPrice 'much' is not a number",
                "1,20001,x,6,d,2.555,7,EIRE | parts of a minor unit of GBP",
                "1,20001,x,6,d,99999999999,7,EIRE | too large",
                ",20001,x,6,d,2.5,7,EIRE | line 3: InvoiceNo '' does not match",
                "1,,x,6,d,2.5,7,EIRE | line 3: StockCode '' does not match",
                "1,20001,x,6,d,2.5 | line 3: it has 6 columns",
                "1,20001,\"x,6,d,2.5,7,EIRE | cannot be read"
            })
    void a_bad_line_is_named(String line, String problem) {
        assertThatThrownBy(() -> read(HEADER + GOOD + line))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void a_missing_column_is_named() {
        assertThatThrownBy(() -> read("InvoiceNo,StockCode,Quantity\n1,2,3\n"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("line 1: there is no column UnitPrice");
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("there is no column InvoiceNo");
    }

    @Test
    void a_file_that_is_not_there_or_cut_short_is_a_bad_file() throws Exception {
        assertThatThrownBy(() -> OrderFile.read(folder.resolve("none.csv"), GBP))
                .isInstanceOf(BadFileException.class)
                .hasMessage("cannot be read: there is no such file");
        byte[] packed = packed(HEADER + GOOD.repeat(1000));
        assertThatThrownBy(() -> read(Arrays.copyOf(packed, packed.length - 20)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("cannot be read");
    }
}
