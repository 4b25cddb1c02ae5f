package daybook.cli.storage;

import java.util.List;
import org.apache.kafka.common.record.SimpleRecord;

/**
 * A topic as it stands, and its latest records.
 *
 * @param partitions how many it has
 * @param offsets numbers given out in all of them: of records and of marks that end transactions
 * @param diskBytes on one broker
 * @param sampledOffsets how many offsets the sample covers
 * @param records the sample, each partition's in order, one partition after the other
 */
record TopicSample(
        String topic,
        int partitions,
        long offsets,
        long diskBytes,
        long sampledOffsets,
        List<SimpleRecord> records) {

    TopicSample {
        records = List.copyOf(records);
    }

    /** Records in the whole topic, if it is throughout as in the sample. */
    double recordCount() {
        return sampledOffsets == 0 ? 0 : (double) offsets * records.size() / sampledOffsets;
    }

    /** Marks in the whole topic: each transaction leaves one in each partition that it wrote to. */
    double markCount() {
        return offsets - recordCount();
    }

    /** Records that one transaction writes to one partition. */
    double batchRecords() {
        long marks = sampledOffsets - records.size();
        return marks == 0 ? 1 : Math.max(1, (double) records.size() / marks);
    }

    double diskBytesPerRecord() {
        return recordCount() == 0 ? 0 : diskBytes / recordCount();
    }
}
