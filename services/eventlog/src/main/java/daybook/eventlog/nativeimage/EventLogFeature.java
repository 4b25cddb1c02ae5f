package daybook.eventlog.nativeimage;

import java.util.Arrays;
import java.util.stream.Stream;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeClassInitialization;
import org.graalvm.nativeimage.hosted.RuntimeJNIAccess;
import org.graalvm.nativeimage.hosted.RuntimeReflection;

/**
 * The step of a native build that keeps what the analysis of the code cannot see. It follows what
 * the image contains, so that a new service or a new record has nothing to declare.
 */
public final class EventLogFeature implements Feature {

    private static final String ZSTD = "com.github.luben.zstd";

    @Override
    public String getDescription() {
        return "Keeps what Daybook's event log reaches by reflection";
    }

    @Override
    public void duringSetup(DuringSetupAccess access) {
        // Its static initialisers load the C library.
        RuntimeClassInitialization.initializeAtRunTime(ZSTD);
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        access.registerSubtypeReachabilityHandler((_, type) -> keep(type), Record.class);
        // The C library sets their positions.
        for (String stream :
                new String[] {"ZstdInputStreamNoFinalizer", "ZstdOutputStreamNoFinalizer"}) {
            Class<?> type = access.findClassByName(ZSTD + "." + stream);
            RuntimeJNIAccess.register(type);
            RuntimeJNIAccess.register(type.getDeclaredFields());
        }
    }

    /** JSON is written from a record's accessors and read into its constructor. */
    private static void keep(Class<?> type) {
        if (!StoredRecords.include(type)) {
            return;
        }
        RuntimeReflection.register(type);
        RuntimeReflection.registerAllRecordComponents(type);
        RuntimeReflection.register(type.getDeclaredConstructors());
        RuntimeReflection.register(type.getDeclaredMethods());
        RuntimeReflection.register(type.getDeclaredFields());
        sealedParents(type).forEach(RuntimeReflection::registerAllPermittedSubclasses);
    }

    /** Type tables ask them whether they are complete. */
    private static Stream<Class<?>> sealedParents(Class<?> type) {
        return Arrays.stream(type.getInterfaces())
                .flatMap(parent -> Stream.concat(Stream.of(parent), sealedParents(parent)))
                .filter(Class::isSealed);
    }
}
