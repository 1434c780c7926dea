package io.facequality.testing;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says when a process has run its tests how many were skipped, and why: a line for each reason. JUnit finds it by its
 * service file. It listens to the session, since a process runs each test class as a plan of its own.
 */
public final class SkippedTests implements LauncherSessionListener {

    private static final String ASSUMPTION = "Assumption failed: ";

    private final PrintStream out;
    private final Map<String, Long> counts = new TreeMap<>();

    /** Reports to the standard output. */
    public SkippedTests() {
        this(System.out);
    }

    SkippedTests(PrintStream out) {
        this.out = out;
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        session.getLauncher().registerTestExecutionListeners(new Counting());
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        counts.forEach((reason, count) ->
                out.printf("%d %s skipped: %s%n", count, count == 1 ? "test was" : "tests were", reason));
    }

    private synchronized void count(long tests, @Nullable String message) {
        String reason = message == null || message.isBlank() ? "no reason given" : message;
        counts.merge(reason.startsWith(ASSUMPTION) ? reason.substring(ASSUMPTION.length()) : reason, tests, Long::sum);
    }

    private final class Counting implements TestExecutionListener {

        private @Nullable TestPlan plan;

        @Override
        public void testPlanExecutionStarted(TestPlan started) {
            plan = started;
        }

        @Override
        public void executionSkipped(TestIdentifier skipped, String reason) {
            count(tests(skipped), reason);
        }

        @Override
        public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
                count(tests(finished), result.getThrowable().map(Throwable::getMessage).orElse(null));
            }
        }

        /** A class that was skipped counts with its tests; a template whose tests are not known yet counts once. */
        private long tests(TestIdentifier skipped) {
            return plan == null
                    ? 1
                    : Math.max(1, plan.getDescendants(skipped).stream().filter(TestIdentifier::isTest).count());
        }
    }
}
