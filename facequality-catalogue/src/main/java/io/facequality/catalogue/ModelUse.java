package io.facequality.catalogue;

import java.util.Locale;

/** What a model is for. */
public enum ModelUse {
    /** It scores aligned faces. */
    QUALITY,
    /** It embeds aligned faces. */
    EMBEDDING,
    /** It finds faces in pictures. */
    DETECTION,
    /** It finds the five points of a face that was found. */
    LANDMARKS;

    /**
     * The word for it in a catalogue.
     *
     * @return the name in lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
