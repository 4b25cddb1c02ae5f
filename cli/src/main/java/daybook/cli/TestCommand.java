package daybook.cli;

import daybook.local.StackFailure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code ./daybook test}, which the launcher carries out itself, as it builds this program too. */
@Command(
        name = "test",
        description = {
            "Builds everything and runs all tests.",
            "",
            "With --containers the broker and the database that the tests use run in containers or"
                    + " not at all; without it they do if a Docker engine answers and has or can"
                    + " pull the images.",
            "",
            "Further arguments go to Maven, for example: ./daybook test -pl services/order",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all tests passed", "1:something failed; the log says what"})
final class TestCommand implements Callable<Integer> {

    @Unmatched private List<String> maven = List.of();

    @Override
    public Integer call() {
        throw new StackFailure(
                "the tests are run by the launcher in the project's root: ./daybook test "
                        + String.join(" ", maven));
    }
}
