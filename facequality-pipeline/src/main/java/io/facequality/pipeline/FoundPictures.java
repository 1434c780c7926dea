package io.facequality.pipeline;

import io.facequality.ImageSource;
import java.util.List;
import java.util.Objects;

/**
 * What a search for pictures found.
 *
 * @param pictures the pictures, each once, in the order that the search promises
 * @param passedOver what was not looked at
 */
public record FoundPictures(List<ImageSource> pictures, PassedOver passedOver) {

    /** Copies the list and checks that nothing is missing. */
    public FoundPictures {
        pictures = List.copyOf(pictures);
        Objects.requireNonNull(passedOver, "passedOver");
    }
}
