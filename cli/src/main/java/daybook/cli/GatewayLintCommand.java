package daybook.cli;

import daybook.gateway.route.Lint;
import daybook.gateway.route.RouteFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./daybook gateway lint}. */
@Command(
        name = "lint",
        description = {
            "Finds what a routes file allows and is still likely to be a mistake.",
            "",
            "closed: a route without roles, which nobody may use. hidden: a method that is answered"
                    + " 405 because another route's path is more specific. overlap: routes that take"
                    + " the same requests though neither is more specific. detour: a composed route"
                    + " that shows a part to a role which the part's own route refuses. unused: an"
                    + " upstream or a limit that no route names. What the gateway would refuse to start with is"
                    + " refused here as well.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing was found", "1:something was, or the file cannot be used"})
final class GatewayLintCommand implements Callable<Integer> {

    @Mixin private final RoutesOption routes = new RoutesOption();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        RouteFile file = routes.read();
        List<Lint.Finding> findings = Lint.of(file);
        for (Lint.Finding finding : findings) {
            out.printf(
                    "%s:%d: %s: %s%n",
                    routes.name(),
                    finding.line(),
                    finding.rule().name().toLowerCase(Locale.ROOT),
                    finding.detail());
        }
        if (findings.isEmpty()) {
            out.printf(
                    "%s: %d routes to %d upstreams, nothing found%n",
                    routes.name(), file.routes().size(), file.upstreams().size());
        }
        out.flush();
        return findings.isEmpty() ? 0 : 1;
    }
}
