package io.facequality.pipeline.internal;

import io.facequality.ModelId;

/** What a plan says of code that had a part in it. */
public final class Descriptions {

    private Descriptions() {}

    /** Code that does not describe itself goes by its class, since its hash changes from run to run. */
    public static String of(Object code) {
        String unlike = code.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(code));
        String text = code.toString();
        return text.equals(unlike) ? ModelId.ofCode(code).name() : text;
    }
}
