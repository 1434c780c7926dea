package io.facequality.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippedTestsTest {

    private static final String REASON = "a lake is needed";

    @Test
    void countsSkippedTestsOfAllPlansByReason() {
        assertThat(report(SkippedOneByOne.class, SkippedTogether.class).lines())
                .containsExactly("1 test was skipped: a boat is needed", "3 tests were skipped: " + REASON);
    }

    @Test
    void saysNothingWhereNothingWasSkipped() {
        assertThat(report(Passing.class)).isEmpty();
    }

    private static String report(Class<?>... classes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LauncherConfig config = LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addLauncherSessionListeners(new SkippedTests(new PrintStream(bytes, true, StandardCharsets.UTF_8)))
                .build();
        try (LauncherSession session = LauncherFactory.openSession(config)) {
            for (Class<?> tests : classes) {
                session.getLauncher().execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(tests))
                        .build());
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static class SkippedOneByOne {

        @Test
        void needsLake() {
            assumeTrue(false, REASON);
        }

        @Test
        void needsBoat() {
            assumeTrue(false, "a boat is needed");
        }

        @Test
        void needsNothing() {}
    }

    static class SkippedTogether {

        @BeforeAll
        static void needsLake() {
            assumeTrue(false, REASON);
        }

        @Test
        void swims() {}

        @Test
        void dives() {}
    }

    static class Passing {

        @Test
        void needsNothing() {}
    }
}
