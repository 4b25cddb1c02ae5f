/**
 * What the inventory service lets others see: the commands of its inbox and the events of its log.
 */
@NullMarked
package daybook.contracts.inventory;

import org.jspecify.annotations.NullMarked;
