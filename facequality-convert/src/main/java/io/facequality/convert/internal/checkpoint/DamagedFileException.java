package io.facequality.convert.internal.checkpoint;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import java.io.IOException;

/** A file is not what it should be. Becomes a {@link ModelException} where the file's name is known. */
final class DamagedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final String GET_IT_ANEW =
            "Download the file again and compare its size and sha256 with those that its source names.";

    private final String expected;
    private final String found;
    private final String remedy;

    DamagedFileException(String expected, String found) {
        this(expected, found, GET_IT_ANEW);
    }

    DamagedFileException(String expected, String found, String remedy) {
        super("expected " + expected + ", found " + found);
        this.expected = expected;
        this.found = found;
        this.remedy = remedy;
    }

    ModelException at(String place) {
        return new ModelException(new Problem("cannot read the weights", place, expected, found, remedy), this);
    }
}
