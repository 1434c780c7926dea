package io.facequality.cli.internal;

/** Numbers of things, in words. */
final class Counts {

    private Counts() {}

    static String of(long count, String singular) {
        return of(count, singular, singular + "s");
    }

    static String of(long count, String singular, String plural) {
        return count + " " + (count == 1 ? singular : plural);
    }
}
