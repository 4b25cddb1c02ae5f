/**
 * What the shipping service lets others see: the commands of its inbox and the events of its log.
 */
@NullMarked
package daybook.contracts.shipping;

import org.jspecify.annotations.NullMarked;
