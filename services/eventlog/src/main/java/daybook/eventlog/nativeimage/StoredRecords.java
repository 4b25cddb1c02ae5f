package daybook.eventlog.nativeimage;

/** What may be stored or sent as JSON: any record of Daybook's, and what the JDK has. */
public final class StoredRecords {

    private StoredRecords() {}

    /** Whether a native image keeps all that JSON needs of this type. */
    public static boolean include(Class<?> type) {
        return type.isRecord() && type.getPackageName().startsWith("daybook.");
    }
}
