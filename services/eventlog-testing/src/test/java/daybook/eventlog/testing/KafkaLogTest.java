package daybook.eventlog.testing;

import org.junit.jupiter.api.AfterAll;

class KafkaLogTest extends ParkingConformance {

    private static final int PARTITIONS = 4;

    private final Backing backing = Backing.start("tally");

    @Override
    protected LogUnderTest open() throws Exception {
        return new KafkaLog(backing, PARTITIONS);
    }

    @AfterAll
    void closeBacking() {
        backing.close();
    }
}
