package daybook.cli.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the customers of a run were told, as the scripts wrote it down: a line of JSON each. Times
 * are milliseconds since 1970 by the load generator's clock.
 */
public final class RunLog {

    /** The part of a run that warms the system up: checked, but not measured. */
    public static final String WARMUP = "warmup";

    /**
     * @param at by the system's clock
     * @param units received of each of the run's own SKUs
     */
    record Begun(long at, String run, long units, List<String> skus, Set<String> customers) {}

    /**
     * @param phase the k6 scenario that placed it
     * @param millis from the first request to the answer
     * @param units by SKU
     */
    record Placed(
            long at,
            String phase,
            String id,
            String customer,
            double millis,
            long totalMinor,
            Map<String, Long> units) {

        boolean measured() {
            return !phase.equals(WARMUP);
        }
    }

    /**
     * @param at by the system's clock
     * @param millis from placed to ended by the system's clock; negative if not completed
     */
    record Ended(long at, String id, String status, double millis) {}

    /** Something that a plot marks: a refusal, a request that failed, a provider that fell sick. */
    record Mark(long at, String what) {}

    record Read(long at, double millis) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SAID = 10;

    private Optional<Begun> begun = Optional.empty();
    private final Map<String, Placed> placed = new LinkedHashMap<>();
    private final List<String> toldTwice = new ArrayList<>();
    private final List<Ended> ended = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private final List<Mark> refused = new ArrayList<>();
    private final List<Mark> failed = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();
    private final Set<String> unanswered = new HashSet<>();

    /** A line as k6 wrote it; what is no entry is something that k6 itself had to say. */
    public void add(String line) {
        JsonNode entry;
        try {
            entry = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            entry = JSON.missingNode();
        }
        long at = entry.path("at").asLong();
        switch (entry.path("event").asText("")) {
            case "begun" -> begun = Optional.of(begun(at, entry));
            case "placed" -> placed(at, entry);
            case "ended" ->
                    ended.add(
                            new Ended(
                                    at,
                                    entry.path("id").asText(),
                                    entry.path("status").asText(),
                                    entry.path("millis").asDouble(-1)));
            case "read" -> reads.add(new Read(at, entry.path("millis").asDouble()));
            case "asked" -> {
                asked.add(at);
                unanswered.add(entry.path("key").asText());
            }
            case "refused" -> {
                unanswered.remove(entry.path("key").asText());
                refused.add(new Mark(at, entry.path("code").asText()));
            }
            case "failed" -> failed.add(new Mark(at, entry.path("code").asText()));
            case "mark" -> marks.add(new Mark(at, entry.path("what").asText()));
            default -> {
                if (said.size() < MAX_SAID && !line.isBlank()) {
                    said.add(line);
                }
            }
        }
    }

    private static Begun begun(long at, JsonNode entry) {
        return new Begun(
                at,
                entry.path("run").asText(),
                entry.path("units").asLong(),
                texts(entry.path("skus")),
                new LinkedHashSet<>(texts(entry.path("customers"))));
    }

    private void placed(long at, JsonNode entry) {
        unanswered.remove(entry.path("key").asText());
        Map<String, Long> units = new LinkedHashMap<>();
        entry.path("lines")
                .forEach(line ->
                        units.merge(line.path(0).asText(), line.path(1).asLong(), Long::sum));
        var one =
                new Placed(
                        at,
                        entry.path("phase").asText(),
                        entry.path("id").asText(),
                        entry.path("customer").asText(),
                        entry.path("millis").asDouble(),
                        entry.path("totalMinor").asLong(),
                        units);
        if (placed.putIfAbsent(one.id(), one) != null) {
            toldTwice.add(one.id());
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** Empty if the run failed before its first request. */
    Optional<Begun> begun() {
        return begun;
    }

    /** Accepted orders by id. */
    Map<String, Placed> placed() {
        return placed;
    }

    /** Ids that two different requests were given. */
    List<String> toldTwice() {
        return toldTwice;
    }

    /** Orders that their customer saw end. */
    List<Ended> ended() {
        return ended;
    }

    List<Read> reads() {
        return reads;
    }

    /** Not accepted, definitely. */
    List<Mark> refused() {
        return refused;
    }

    List<Mark> failed() {
        return failed;
    }

    List<Mark> marks() {
        return marks;
    }

    /** Requests to place an order of which nobody knows whether they were accepted. */
    int unanswered() {
        return unanswered.size();
    }

    /** When each order was asked for. */
    List<Long> asked() {
        return asked;
    }

    /** The first of k6's own warnings. */
    public List<String> said() {
        return said;
    }

    /** For a line on the terminal. */
    public String progress() {
        return begun.isEmpty()
                ? "logging customers in and receiving stock"
                : "%,d accepted, %,d seen to end, %,d refused, %,d failed, %,d reads"
                        .formatted(
                                placed.size(),
                                ended.size(),
                                refused.size(),
                                failed.size(),
                                reads.size());
    }
}
