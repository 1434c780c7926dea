package io.facequality.catalogue;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a model of a catalogue is on this machine.
 *
 * @param entry what the catalogue says of it
 * @param state whether it is there
 * @param file where it is, or where the part of it is that has come so far; empty if there is neither
 * @param bytes the length of that file; 0 if there is none
 */
public record ModelStatus(CatalogueEntry entry, State state, Optional<Path> file, long bytes) {

    /** Whether a model is on this machine. */
    public enum State {
        /** It travels inside this library. */
        BUILT_IN,
        /** It was fetched, and it was the file that the catalogue names. */
        FETCHED,
        /** It was fetched, but the catalogue has no digest, so nobody knows whether it is what was published. */
        UNVERIFIED,
        /** A fetch was cut short; the next one goes on from there. */
        PARTIAL,
        /** A file is there, but not of the length that the catalogue names; the next fetch replaces it. */
        DAMAGED,
        /** Nothing of it is there. */
        NOT_FETCHED
    }

    /** Checks that nothing is missing. */
    public ModelStatus {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(file, "file");
    }
}
