package io.facequality.catalogue;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.onnx.ModelContract;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A model that is on this machine.
 *
 * @param entry what the catalogue says of it
 * @param file its file, whose digest was checked when this was made
 */
public record FetchedModel(CatalogueEntry entry, Path file) {

    /** Checks that both are there. */
    public FetchedModel {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(file, "file");
    }

    /**
     * Checks that the model is for what it is wanted for.
     *
     * @param use what it is wanted for
     * @return this
     * @throws InvalidInputException if it is for something else
     */
    public FetchedModel requiredFor(CatalogueEntry.Use use) {
        entry.requireFor(use);
        return this;
    }

    /**
     * How pixels become the model's input, as the catalogue says.
     *
     * @return the channel order, mean and scale
     * @throws java.util.NoSuchElementException if it is a detector, which says that itself
     */
    public ModelContract contract() {
        return entry.input().contract().orElseThrow();
    }
}
