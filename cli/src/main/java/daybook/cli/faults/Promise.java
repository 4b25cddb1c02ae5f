package daybook.cli.faults;

/** What must hold whatever goes wrong. */
enum Promise {
    ACKNOWLEDGED_IS_KEPT("what was acknowledged (200, 201, 202) is in the log"),
    ANSWER_IS_THE_LOGS("an answer's version and position are those of its entry in the log"),
    REFUSED_CHANGES_NOTHING("what was refused left its refusal in the log and no event"),
    APPLIED_ONCE("a command is in the log once"),
    ASKED_FOR("nothing is in the log that nobody asked for"),
    SAME_ANSWER("a repeated request gets its original answer, another with its key is refused"),
    IN_ORDER("what was acknowledged before a request began stands before it"),
    READS_GO_FORWARD("what a client reads of a thing never goes back"),
    READS_SEE_POSITION("a read that names a position sees what stands there"),
    ROWS_AS_LOG("in the end the read models show the log's last version of everything"),
    ANSWERED("in the end every request has a definite answer"),
    ENDED("in the end every order has ended and nothing is under way"),
    NOTHING_PARKED("no command had to be parked"),
    AUDITED("the audit of the logs and of the provider's books is clean");

    private final String sentence;

    Promise(String sentence) {
        this.sentence = sentence;
    }

    String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    String sentence() {
        return sentence;
    }
}
