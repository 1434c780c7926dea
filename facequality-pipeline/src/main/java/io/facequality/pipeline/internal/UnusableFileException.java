package io.facequality.pipeline.internal;

import java.io.IOException;

/** A file that was found, and nothing can be done with; says what about it is to be changed. */
final class UnusableFileException extends IOException {

    private static final long serialVersionUID = 1;

    private final String found;
    private final String remedy;

    UnusableFileException(String found, String remedy) {
        super(found);
        this.found = found;
        this.remedy = remedy;
    }

    String found() {
        return found;
    }

    String remedy() {
        return remedy;
    }
}
