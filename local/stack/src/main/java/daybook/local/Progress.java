package daybook.local;

/** Told what happens while the stack is started or stopped; called from several threads. */
@FunctionalInterface
public interface Progress {

    void report(String component, String news);

    /** For tests. */
    static Progress silent() {
        return (component, news) -> {};
    }
}
