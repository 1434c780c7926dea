package io.facequality.catalogue;

import java.util.Objects;

/**
 * Where something that a catalogue says was read.
 *
 * @param fact what of the entry, such as {@code size and sha256}
 * @param where a public address, or a document
 */
public record FactSource(String fact, String where) {

    /** Checks that nothing is missing. */
    public FactSource {
        Objects.requireNonNull(fact, "fact");
        Objects.requireNonNull(where, "where");
    }
}
