package daybook.bench;

import java.io.IOException;

/** One comparison with a baseline. */
interface Benchmark {

    String name();

    /** Told what is being done. */
    interface Progress {
        void at(String what);
    }

    /**
     * @throws BenchFailure if it cannot be measured, or something was lost, doubled or oversold
     */
    Result run(Progress progress) throws InterruptedException, IOException;
}
