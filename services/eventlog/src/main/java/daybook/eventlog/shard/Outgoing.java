package daybook.eventlog.shard;

import daybook.eventlog.Message;

/** A message with the headers that it travels with. */
public record Outgoing(Message message, CommandHeaders headers) {}
