package daybook.eventlog.parking;

import daybook.eventlog.Message;
import daybook.eventlog.Service;
import daybook.eventlog.serde.JsonChange;
import daybook.eventlog.serde.RawJson;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.shard.Judge;
import daybook.eventlog.shard.Outgoing;
import daybook.eventlog.shard.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a redrive would do, if nothing changes before.
 *
 * @param changes what would be different in the stream's state
 * @param left how many commands would wait on
 */
public record DryRun(
        String stream,
        int count,
        String last,
        long versionBefore,
        long versionAfter,
        List<JsonChange> changes,
        List<Step> steps,
        int left) {

    /**
     * What a command would lead to.
     *
     * @param outcome events, refused, unchanged or stuck
     * @param detail of a refusal, or why it is stuck
     */
    public record Step(
            String command,
            String outcome,
            Optional<String> detail,
            List<Event> events,
            List<Told> messages) {

        private static <S, E> Step of(
                Service<?, S, E> service, String command, Judge.Outcome.Decided<S, E> decided) {
            List<Event> events = new ArrayList<>();
            String outcome = "events";
            Optional<String> detail = Optional.empty();
            for (Entry<E> entry : decided.entries()) {
                switch (entry) {
                    case Entry.Happened<E>(_, var version, _, var event) ->
                            events.add(
                                    new Event(
                                            version,
                                            service.events().nameOf(event),
                                            RawJson.of(event)));
                    case Entry.Refused<E> refused -> {
                        outcome = "refused";
                        detail = Optional.of(refused.code() + ": " + refused.detail());
                    }
                    case Entry.Unchanged<E> _ -> outcome = "unchanged";
                    case Entry.Parked<E> _, Entry.Acted<E> _ -> {}
                }
            }
            return new Step(
                    command,
                    outcome,
                    detail,
                    events,
                    decided.messages().stream().map(Outgoing::message).map(Told::of).toList());
        }
    }

    public record Event(long version, String type, RawJson data) {}

    /** A command to another service. */
    public record Told(String service, String stream, String type, RawJson data) {

        private static Told of(Message message) {
            return new Told(
                    message.service(),
                    message.streamId(),
                    message.type(),
                    RawJson.of(message.command()));
        }
    }

    /** A state with its name, which may be all that changes. */
    private record Known(String is, Object state) {}

    static <S, E> DryRun of(
            Service<?, S, E> service, Stored.Stream<S> stream, Judge.Redriven<S, E> redriven) {
        List<Stored.Parked> queue = stream.queue();
        var decided = redriven.decided();
        S after = decided.isEmpty() ? stream.state() : decided.getLast().state();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < decided.size(); i++) {
            steps.add(Step.of(service, queue.get(i).key().commandId(), decided.get(i)));
        }
        redriven.stuck()
                .map(stuck ->
                        new Step(
                                stuck.commandId(),
                                "stuck",
                                Optional.of(stuck.why()),
                                List.of(),
                                List.of()))
                .ifPresent(steps::add);
        return new DryRun(
                stream.streamId(),
                queue.size(),
                queue.getLast().key().commandId(),
                stream.version(),
                decided.isEmpty() ? stream.version() : decided.getLast().version(),
                JsonChange.between(known(service, stream.state()), known(service, after)),
                steps,
                queue.size() - decided.size());
    }

    private static <S> Known known(Service<?, S, ?> service, S state) {
        return new Known(service.states().nameOf(state), state);
    }
}
