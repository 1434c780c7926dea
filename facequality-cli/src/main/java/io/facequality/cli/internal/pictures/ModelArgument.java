package io.facequality.cli.internal.pictures;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.catalogue.CatalogueEntry;
import io.facequality.catalogue.ModelStore;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model as an option names it: a file, or where there is none of that name, the id of a model in the catalogue.
 *
 * @param file its file
 * @param known how pixels become its numbers, where the catalogue says so
 */
public record ModelArgument(Path file, Optional<ModelContract> known) {

    /** What no id looks like: it has a folder in it, or the ending of a model's file. */
    private static final Pattern PATH = Pattern.compile(".*[/\\\\:].*|.*\\.onnx", Pattern.CASE_INSENSITIVE);

    /**
     * Finds the model.
     *
     * @return empty if none is named, or the built-in one, which is used anyway
     * @throws InvalidInputException if it is neither a file nor an id, or a model that was not fetched, or is for
     *     something else
     */
    public static Optional<ModelArgument> of(@Nullable String name, CatalogueEntry.Use use) {
        if (name == null) {
            return Optional.empty();
        }
        if (PATH.matcher(name).matches() || Files.exists(Path.of(name))) {
            return Optional.of(new ModelArgument(Path.of(name), Optional.empty()));
        }
        ModelStore store = ModelStore.builder().build();
        CatalogueEntry entry = store.catalogue().find(name).orElseThrow(() -> unknown(name, store));
        entry.requireFor(use);
        return entry.isBuiltIn()
                ? Optional.empty()
                : Optional.of(new ModelArgument(store.model(name).file(), entry.input().contract()));
    }

    private static InvalidInputException unknown(String name, ModelStore store) {
        String ids = store.catalogue().entries().stream().map(CatalogueEntry::id).collect(Collectors.joining(", "));
        return new InvalidInputException(new Problem(
                "cannot find the model", name, "a file of that name, or one of " + ids, "neither",
                "See: facequality models list"));
    }

    /** The catalogue's contract, or the usual one; with another channel order, if one is given. */
    ModelContract contract(@Nullable ChannelOrder order) {
        ModelContract contract = known.orElseGet(ModelContract::ediffiqa);
        return order == null ? contract : contract.withChannelOrder(order);
    }
}
