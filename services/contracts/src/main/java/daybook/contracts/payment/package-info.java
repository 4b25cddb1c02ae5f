/**
 * What the payment service lets others see: the commands of its inbox and the events of its log.
 */
@NullMarked
package daybook.contracts.payment;

import org.jspecify.annotations.NullMarked;
