package daybook.cli.faults;

/** A promise that was broken, and what shows it. */
record Violation(Promise promise, String evidence) {}
