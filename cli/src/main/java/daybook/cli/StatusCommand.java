package daybook.cli;

import daybook.local.ComponentStatus;
import daybook.local.ComponentStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./daybook status}. */
@Command(
        name = "status",
        description = {"Shows what runs, where, for how long and with how much memory.", ""},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything is up", "3:something is not"})
final class StatusCommand implements Callable<Integer> {

    private static final int NOT_ALL_UP = 3;
    private static final String ROW = "%-12s %-10s %-7s %8s %6s %9s %9s";

    @Mixin private final StackOptions options = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var out = Terminal.of(spec);
        List<ComponentStatus> all = options.stack(out).status();
        out.say(ROW.formatted("component", "state", "runs as", "pid", "port", "uptime", "memory"));
        all.forEach(one -> out.say(row(one)));
        long bytes = all.stream().mapToLong(one -> one.memoryBytes().orElse(0)).sum();
        out.say(
                ROW.formatted(
                        "total", "", "", "", "", "", Terminal.megabytes(OptionalLong.of(bytes))));
        return all.stream().allMatch(one -> one.state() == State.UP) ? 0 : NOT_ALL_UP;
    }

    private static String row(ComponentStatus one) {
        boolean runs = one.pid().isPresent();
        return ROW.formatted(
                one.name(),
                one.state(),
                one.runtime().isEmpty() ? "-" : one.runtime(),
                runs ? one.pid().getAsLong() : "-",
                one.port(),
                runs ? uptime(one.uptime()) : "-",
                Terminal.megabytes(one.memoryBytes()));
    }

    static String uptime(Duration uptime) {
        long hours = uptime.toHours();
        return hours < 100
                ? "%d:%02d:%02d".formatted(hours, uptime.toMinutesPart(), uptime.toSecondsPart())
                : uptime.toDays() + " days";
    }
}
