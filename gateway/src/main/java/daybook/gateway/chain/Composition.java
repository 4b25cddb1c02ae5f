package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.Stage;
import daybook.gateway.exchange.Whole;
import daybook.gateway.route.Part;
import daybook.gateway.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One request's parts: all are asked for at once, each under its upstream's breaker. The first
 * required one that fails is the answer and ends the others. What an optional one says about the
 * caller's view (403, 404, 410) makes it null; any other failure makes the answer a partial one.
 * Lives on the exchange's event loop.
 */
final class Composition {
    private static final Set<Integer> NOT_THERE = Set.of(403, 404, 410);

    private final Exchange exchange;
    private final List<Part> parts;
    private final Answer[] answers;
    private final Promise<Void> stop = Promise.promise();
    private final Promise<Answer> whole = Promise.promise();
    private int awaited;

    Composition(Exchange exchange) {
        this.exchange = exchange;
        this.parts = exchange.route().parts();
        this.answers = new Answer[parts.size()];
        this.awaited = parts.size();
    }

    Future<Answer> of(Map<String, Upstream> upstreams) {
        exchange.enters(Stage.UPSTREAM);
        exchange.request().resume();
        if (exchange.response().closed()) {
            stop.complete();
        } else {
            exchange.response().closeHandler(_ -> stop.tryComplete());
        }
        for (int i = 0; i < parts.size(); i++) {
            int at = i;
            Part part = parts.get(i);
            Upstream upstream =
                    Objects.requireNonNull(upstreams.get(part.upstream().name()), part.name());
            upstream.breaker()
                    .call(() -> upstream.fetch(exchange, part, stop.future()))
                    .onSuccess(answer -> answered(at, answer))
                    .onFailure(whole::tryFail);
        }
        return whole.future().onComplete(_ -> stop.tryComplete());
    }

    private void answered(int at, Answer answer) {
        Part part = parts.get(at);
        answers[at] = answer;
        awaited--;
        if (part.required() && !isThere(answer)) {
            whole.tryComplete(failed(part, answer));
        } else if (awaited == 0) {
            whole.tryComplete(put());
        }
    }

    private static boolean isThere(Answer answer) {
        return answer instanceof Answer.Relayed(var status, _, _) && status / 100 == 2;
    }

    /** The part's failure as that of the whole, with the name of the part. */
    private static Answer failed(Part part, Answer answer) {
        return switch (answer) {
            case Answer.Refused(var problem, var upstreamFailed) ->
                    new Answer.Refused(problem.with("Daybook-Part", part.name()), upstreamFailed);
            case Answer.Relayed(_, var headers, _) -> {
                headers.set("Daybook-Part", part.name());
                yield answer;
            }
        };
    }

    private Answer put() {
        Map<String, List<Buffer>> problems = new LinkedHashMap<>();
        Map<String, List<Buffer>> members = new LinkedHashMap<>();
        for (int i = 0; i < answers.length; i++) {
            String name = parts.get(i).name();
            members.put(name, List.of(Buffer.buffer("null")));
            switch (answers[i]) {
                case Answer.Refused(var problem, _) -> problems.put(name, json(problem));
                case Answer.Relayed(var status, _, Whole(var body)) when status / 100 == 2 ->
                        members.put(name, body);
                case Answer.Relayed(var status, _, _) when NOT_THERE.contains(status) -> {}
                case Answer.Relayed(_, _, Whole(var body)) -> problems.put(name, body);
                case Answer.Relayed _ -> throw new IllegalStateException("a part that streams");
            }
        }
        if (problems.isEmpty()) {
            return new Whole(object(members)).asJson();
        }
        members.put("problems", object(problems));
        Answer.Relayed answer = new Whole(object(members)).asJson();
        answer.headers().set("Daybook-Partial", String.join(", ", problems.keySet()));
        return answer;
    }

    private static List<Buffer> json(Problem problem) {
        return List.of(Buffer.buffer(problem.json()));
    }

    /** A JSON object; the names need no escapes, and the values are taken as they are. */
    private static List<Buffer> object(Map<String, List<Buffer>> members) {
        List<Buffer> pieces = new ArrayList<>();
        String before = "{\"";
        for (Map.Entry<String, List<Buffer>> member : members.entrySet()) {
            pieces.add(Buffer.buffer(before + member.getKey() + "\":"));
            pieces.addAll(member.getValue());
            before = ",\"";
        }
        pieces.add(Buffer.buffer("}"));
        return pieces;
    }
}
