/**
 * What a service says about itself: pure functions over commands, events and states. Nothing here
 * knows a clock, an id generator, Kafka, JSON or a database.
 */
@NullMarked
package daybook.eventlog;

import org.jspecify.annotations.NullMarked;
