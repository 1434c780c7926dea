package io.facequality.pipeline;

import io.facequality.ImageSource;
import io.facequality.InvalidInputException;
import io.facequality.Problem;
import java.nio.file.Path;
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

    /**
     * Checks that something was found.
     *
     * @param what what cannot be done otherwise, such as "cannot select faces"
     * @param root the folder that was searched
     * @return this
     * @throws InvalidInputException if there is no picture
     */
    public FoundPictures requireAny(String what, Path root) {
        if (pictures.isEmpty()) {
            throw new InvalidInputException(new Problem(
                    what, root.toString(), "at least one picture in the folder or below it",
                    passedOver.equals(PassedOver.nothing()) ? "none" : "none but in what is passed over",
                    "Name a folder with one sub-folder of pictures (JPEG, PNG, WebP, BMP, TIFF) for each person."));
        }
        return this;
    }
}
