package daybook.cli.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.audit.LogEntry;
import daybook.audit.Verdict;
import daybook.cli.faults.Attempt.Outcome;
import daybook.cli.faults.Checker.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds what was seen against what the logs say. */
final class Reads {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORDER = "order";
    private static final String INVENTORY = "inventory";

    private final Stage stage;
    private final Verdict verdict;
    private final List<Violation> violations = new ArrayList<>();

    private Reads(Stage stage, Verdict verdict) {
        this.stage = stage;
        this.verdict = verdict;
    }

    /**
     * @param verdict the audit's, which has added the logs up
     */
    static List<Violation> check(Stage end, Verdict verdict) {
        var reads = new Reads(end, verdict);
        reads.forward();
        Map<String, Attempt> last = reads.lastSeenByStaff();
        reads.rows(last);
        reads.sums(last);
        return reads.violations;
    }

    private void broken(Promise promise, String evidence, Object... values) {
        violations.add(new Violation(promise, evidence.formatted(values)));
    }

    private void forward() {
        Map<String, Long> versions = new HashMap<>();
        stage.log()
                .forEach(entry ->
                        versions.put(entry.service() + " " + entry.position(), entry.version()));
        Map<String, Attempt> last = new HashMap<>();
        for (Attempt read : stage.history()) {
            boolean answered = read.outcome() == Outcome.SEEN || read.outcome() == Outcome.ABSENT;
            if (read.isCommand() || !answered) {
                continue;
            }
            Attempt before = last.put(read.client() + " " + read.address(), read);
            if (before != null && read.version() < before.version()) {
                broken(
                        Promise.READS_GO_FORWARD,
                        "%s saw version %d; before, %s saw version %d",
                        read,
                        read.version(),
                        before,
                        before.version());
            }
            long named = versions.getOrDefault(read.service() + " " + read.asked(), 0L);
            if (read.version() < named) {
                broken(
                        Promise.READS_SEE_POSITION,
                        "%s named %s, where version %d stands, and saw version %d",
                        read,
                        read.asked(),
                        named,
                        read.version());
            }
        }
    }

    private Map<String, Attempt> lastSeenByStaff() {
        Map<String, Attempt> last = new LinkedHashMap<>();
        stage.history().stream()
                .filter(read -> read.client() == Attempt.STAFF && !read.isCommand())
                .forEach(read -> last.put(read.address(), read));
        return last;
    }

    private void rows(Map<String, Attempt> last) {
        Map<String, Long> there = new LinkedHashMap<>();
        stage.log().stream()
                .filter(LogEntry::isEvent)
                .forEach(event ->
                        there.put(event.service() + " " + event.streamId(), event.version()));
        there.forEach((stream, version) -> {
            Attempt seen = last.get(stream);
            long shown = seen == null ? 0 : seen.version();
            if (shown != version) {
                broken(
                        Promise.ROWS_AS_LOG,
                        "the last version of %s is %d, but the read model shows %d",
                        stream,
                        version,
                        shown);
            }
        });
    }

    /** An event that was posted twice leaves the right version, but not the right figures. */
    private void sums(Map<String, Attempt> last) {
        Map<String, Long> statuses = new TreeMap<>();
        long[] stock = new long[6];
        for (Attempt seen : last.values()) {
            JsonNode row = json(seen.told());
            if (seen.service().equals(ORDER)) {
                statuses.merge(row.path("status").asText(), 1L, Long::sum);
            } else if (seen.service().equals(INVENTORY)) {
                stock[0] += row.path("received").asLong();
                stock[1] += row.path("adjusted").asLong();
                stock[2] += row.path("available").asLong();
                stock[3] += row.path("reserved").asLong();
                stock[4] += row.path("shipped").asLong();
                stock[5] += row.path("returned").asLong();
            }
        }
        var units = new Verdict.Units(stock[0], stock[1], stock[2], stock[3], stock[4], stock[5]);
        Map<String, Long> orders = new TreeMap<>();
        verdict.orders().forEach((status, count) -> orders.put(status.name(), count));
        same("orders", orders, statuses);
        same("stock", verdict.units(), units);
    }

    private void same(String what, Object inLog, Object shown) {
        if (!inLog.equals(shown)) {
            broken(
                    Promise.ROWS_AS_LOG,
                    "%s: by the log %s, by the read model %s",
                    what,
                    inLog,
                    shown);
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
