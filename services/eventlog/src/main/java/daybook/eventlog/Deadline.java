package daybook.eventlog;

import java.time.Instant;

/** A command that a stream gives itself at an instant, unless an event moves the deadline. */
public record Deadline<C>(Instant due, C command) {}
