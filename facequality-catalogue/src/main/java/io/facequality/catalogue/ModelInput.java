package io.facequality.catalogue;

import io.facequality.onnx.ModelContract;
import java.util.Objects;
import java.util.Optional;

/**
 * What a model takes.
 *
 * @param description in words: shape, type, channel order, scale
 * @param contract the same for a network that takes aligned faces; empty for one that takes something else
 */
public record ModelInput(String description, Optional<ModelContract> contract) {

    /** Checks that nothing is missing. */
    public ModelInput {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(contract, "contract");
    }
}
