/** What every implementation of a verb or an objective must meet, as JUnit classes that plug-in authors extend. */
module io.facequality.testkit {
    requires transitive io.facequality.select;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.facequality.testkit;

    // JUnit calls the tests, which are not public.
    opens io.facequality.testkit to
            org.junit.platform.commons;
}
