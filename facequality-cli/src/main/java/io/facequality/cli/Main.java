package io.facequality.cli;

import io.facequality.cli.internal.Program;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The command line's entry point. */
public final class Main {

    /** Long enough to finish a picture that is being decoded or a model that is being opened, short enough to wait for. */
    private static final int SECONDS_TO_CLEAN_UP = 10;

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage, 3 done but something
     * was rejected and {@code --strict} given, 130 interrupted.
     *
     * @param arguments the command and its options; {@code --help} lists them
     */
    public static void main(String[] arguments) {
        CountDownLatch finished = new CountDownLatch(1);
        cleanUpWhenInterrupted(Thread.currentThread(), finished);
        int exitCode = ExitCode.FAILED;
        try {
            // Not System.out, which hides failures: a full disk, or a reader that has gone.
            exitCode = new Program(new Console(
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Terminal.ofProcess(),
                            Terminal.answersOfProcess()))
                    .run(arguments);
        } finally {
            finished.countDown();
        }
        System.exit(exitCode);
    }

    /**
     * Ctrl-C starts the shutdown hooks while the work goes on: it is asked to stop, and waited for. Native code that
     * does not come back, as in a model that never ends being opened, must not keep the process.
     */
    private static void cleanUpWhenInterrupted(Thread worker, CountDownLatch finished) {
        Thread hook = new Thread(
                () -> {
                    if (finished.getCount() == 0) {
                        return;
                    }
                    worker.interrupt();
                    if (!endsInTime(finished)) {
                        System.err.println("facequality: interrupted; what was running did not stop within "
                                + SECONDS_TO_CLEAN_UP + " seconds, and was ended");
                        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
                    }
                },
                "facequality-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static boolean endsInTime(CountDownLatch finished) {
        try {
            return finished.await(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
