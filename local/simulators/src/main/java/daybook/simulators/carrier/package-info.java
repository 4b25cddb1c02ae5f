/** The subset of EasyPost's API that an order's shipment needs. */
@NullMarked
package daybook.simulators.carrier;

import org.jspecify.annotations.NullMarked;
