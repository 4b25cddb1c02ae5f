package daybook.contracts.order;

/** How many units of an order's line come back. */
public record ReturnedLine(int line, int quantity) {}
