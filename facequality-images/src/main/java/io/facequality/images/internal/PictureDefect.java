package io.facequality.images.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.Outcome.Rejection.Cause;

/** Says inside the header readers what is wrong with a file; it becomes a rejection and never leaves the package. */
public final class PictureDefect extends Exception {

    private static final long serialVersionUID = 1L;

    private final Cause kind;
    private final String expected;
    private final String found;
    private final String remedy;

    PictureDefect(Cause kind, String expected, String found, String remedy) {
        // Broken files may come by the thousand, and nobody looks at the stack.
        super(found, null, false, false);
        this.kind = kind;
        this.expected = expected;
        this.found = found;
        this.remedy = remedy;
    }

    static PictureDefect truncated(String expected, String found) {
        return new PictureDefect(
                Cause.TRUNCATED, expected, found, "Copy or download the file again; its end is missing.");
    }

    static PictureDefect corrupt(String expected, String found) {
        return new PictureDefect(
                Cause.CORRUPT, expected, found, "Get the file anew, or save it anew with a program that opens it.");
    }

    static PictureDefect unsupported(String found) {
        return notRead(new ContentGuess(Cause.UNSUPPORTED, found, ContentGuess.CONVERT));
    }

    static PictureDefect notRead(ContentGuess guess) {
        return new PictureDefect(guess.cause(), ImageHeader.KNOWN_FORMATS, guess.content(), guess.remedy());
    }

    public Cause kind() {
        return kind;
    }

    public Problem in(String what, String where) {
        return new Problem(what, where, expected, found, remedy);
    }
}
