package daybook.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Processes that are started or stopped beside each other. */
record Wave(List<LocalProcess> processes, Progress progress) {

    /**
     * Starts those that do not run and waits until all are ready.
     *
     * @throws StackFailure as soon as one of them fails
     */
    void start() throws InterruptedException {
        try (var threads = threads()) {
            var starts = new ExecutorCompletionService<LocalProcess>(threads);
            for (LocalProcess process : processes) {
                starts.submit(() -> {
                    process.start(news -> progress.report(process.name(), news));
                    return process;
                });
            }
            try {
                for (int started = 0; started < processes.size(); started++) {
                    starts.take().get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                if (e.getCause() instanceof StackFailure failure) {
                    throw failure;
                }
                throw new StackFailure("cannot start the stack: " + e.getCause(), e);
            }
        }
    }

    /**
     * Ends those that run; kills what does not end.
     *
     * @throws StackFailure if some cannot be stopped, once all others are
     */
    void stop() throws InterruptedException {
        List<String> failures = new ArrayList<>();
        try (var threads = threads()) {
            var stops =
                    processes.stream().map(process -> threads.submit(() -> stop(process))).toList();
            for (var stop : stops) {
                try {
                    stop.get();
                } catch (ExecutionException e) {
                    failures.add(String.valueOf(e.getCause()));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new StackFailure("cannot stop everything: " + String.join("; ", failures));
        }
    }

    /**
     * Not virtual ones: in class initialisers, of which drivers and clients have many, they hold on
     * to the few processors that they run on, and can end up waiting for one that gets none.
     */
    static ExecutorService threads() {
        return Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("wave-", 0).factory());
    }

    private boolean stop(LocalProcess process) throws InterruptedException {
        boolean running = process.process().isPresent();
        process.stop(news -> progress.report(process.name(), news));
        if (running) {
            progress.report(process.name(), "stopped");
        }
        return running;
    }
}
