package daybook.cli.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;

/**
 * What records take in Kafka's own batches, which a broker stores as they come (message format 2,
 * https://kafka.apache.org/documentation/#messageformat).
 */
final class Encodings {

    /** A batch that holds nothing but the mark that ends a transaction. */
    static final int MARK_BYTES = 78;

    static final List<CompressionType> CODECS =
            List.of(
                    CompressionType.NONE,
                    CompressionType.SNAPPY,
                    CompressionType.LZ4,
                    CompressionType.GZIP,
                    CompressionType.ZSTD);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CBORMapper CBOR = new CBORMapper();

    private Encodings() {}

    /** Bytes for each record, if as many of them at a time make a batch. */
    static double bytesPerRecord(List<SimpleRecord> records, CompressionType codec, int batch) {
        long bytes = 0;
        for (int from = 0; from < records.size(); from += batch) {
            bytes +=
                    batchBytes(
                            records.subList(from, Math.min(records.size(), from + batch)), codec);
        }
        return records.isEmpty() ? 0 : (double) bytes / records.size();
    }

    private static int batchBytes(List<SimpleRecord> records, CompressionType codec) {
        return MemoryRecords.withRecords(
                        RecordBatch.MAGIC_VALUE_V2,
                        0,
                        Compression.of(codec).build(),
                        TimestampType.CREATE_TIME,
                        1,
                        (short) 0,
                        0,
                        0,
                        true,
                        records.toArray(SimpleRecord[]::new))
                .sizeInBytes();
    }

    /** The same records with their JSON written as CBOR (RFC 8949); headers stay as they are. */
    static List<SimpleRecord> asCbor(List<SimpleRecord> records) {
        return records.stream()
                .map(record ->
                        new SimpleRecord(
                                record.timestamp(),
                                record.key(),
                                record.value() == null ? null : cbor(record.value()),
                                record.headers()))
                .toList();
    }

    private static ByteBuffer cbor(ByteBuffer json) {
        try {
            return ByteBuffer.wrap(
                    CBOR.writeValueAsBytes(JSON.readTree(Utils.toArray(json.duplicate()))));
        } catch (IOException e) {
            throw new UncheckedIOException("A record is no JSON", e);
        }
    }
}
