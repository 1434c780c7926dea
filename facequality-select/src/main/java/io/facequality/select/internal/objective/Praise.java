package io.facequality.select.internal.objective;

import io.facequality.Selection.Optimality;

/** Words for how good a choice is. */
public final class Praise {

    private Praise() {}

    /** Only a proven choice is called the best. */
    public static String best(Optimality optimality) {
        return optimality instanceof Optimality.Proven ? "best" : "best of all choices that were tried";
    }

    /** So many things. */
    public static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
