package daybook.order.process;

import daybook.contracts.order.OrderCommand;
import java.util.List;

/**
 * What a modelled service may do next.
 *
 * @param what happens, for the trail of a failed check
 * @param peer the service afterwards
 * @param answers what it tells the order, in this order
 */
record PeerStep<P>(String what, P peer, List<OrderCommand> answers) {

    static <P> PeerStep<P> of(String what, P peer, OrderCommand... answers) {
        return new PeerStep<>(what, peer, List.of(answers));
    }
}
