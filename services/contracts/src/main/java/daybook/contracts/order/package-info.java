/** What the order service lets others see: the commands of its inbox and the events of its log. */
@NullMarked
package daybook.contracts.order;

import org.jspecify.annotations.NullMarked;
