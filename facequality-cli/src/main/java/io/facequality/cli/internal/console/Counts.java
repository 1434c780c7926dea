package io.facequality.cli.internal.console;

/** Numbers of things, in words. */
public final class Counts {

    private Counts() {}

    public static String of(long count, String singular) {
        return of(count, singular, singular + "s");
    }

    public static String of(long count, String singular, String plural) {
        return count + " " + (count == 1 ? singular : plural);
    }
}
