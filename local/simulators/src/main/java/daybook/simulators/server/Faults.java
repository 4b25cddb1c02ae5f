package daybook.simulators.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults in force. A request suffers the first that fires. One thread at a time. */
final class Faults {

    private static final int MAX_FAULTS = 16;

    private final InstantSource clock;
    private final List<Fault> faults = new ArrayList<>();

    Faults(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @throws IllegalArgumentException if the fault makes no sense, or there are too many
     */
    JsonObject add(JsonObject json) {
        forgetThoseOver();
        if (faults.size() == MAX_FAULTS) {
            throw new IllegalArgumentException(
                    "there are " + MAX_FAULTS + " faults already, DELETE them first");
        }
        var fault = Fault.of(json, clock.instant());
        faults.add(fault);
        return fault.toJson();
    }

    JsonObject list() {
        forgetThoseOver();
        return new JsonObject()
                .put("faults", new JsonArray(faults.stream().map(Fault::toJson).toList()));
    }

    void clear() {
        faults.clear();
    }

    Optional<Fault> next(boolean changesSomething) {
        forgetThoseOver();
        return faults.stream().filter(fault -> fault.fires(changesSomething)).findFirst();
    }

    private void forgetThoseOver() {
        var now = clock.instant();
        faults.removeIf(fault -> fault.isOver(now));
    }
}
