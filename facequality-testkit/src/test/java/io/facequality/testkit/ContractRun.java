package io.facequality.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.TreeSet;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs a contract as JUnit does. */
final class ContractRun {

    private ContractRun() {}

    /** The names of the tests that fail for an implementation. */
    static TreeSet<String> failures(Class<?> contract) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .build();
        LauncherFactory.create().execute(request, listener);
        if (listener.getSummary().getTestsFoundCount() == 0) {
            throw new IllegalStateException(contract + " has no tests");
        }
        TreeSet<String> names = new TreeSet<>();
        listener.getSummary().getFailures().forEach(failure -> names.add(method(failure.getTestIdentifier())));
        return names;
    }

    private static String method(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse(test.getDisplayName());
    }
}
