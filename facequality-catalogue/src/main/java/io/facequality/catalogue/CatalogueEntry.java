package io.facequality.catalogue;

import io.facequality.InvalidInputException;
import io.facequality.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a catalogue says of one model.
 *
 * @param id the word that it is asked for by: lower-case letters, digits, dots, underscores and hyphens
 * @param name its name for people
 * @param uses what it is for
 * @param file its file and where that is published
 * @param license the terms under which it may be used
 * @param input what it takes
 * @param trainedOn the data that it was trained on, as far as its makers say; empty if they do not
 * @param sources where all this was read
 */
public record CatalogueEntry(
        String id,
        String name,
        Set<ModelUse> uses,
        PublishedFile file,
        License license,
        ModelInput input,
        String trainedOn,
        List<FactSource> sources) {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Checks the id, which becomes a folder's name, and that a model that takes faces says how. */
    public CatalogueEntry {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id '" + id + "', which is not made of lower-case letters, digits, "
                    + "dots, underscores and hyphens after a letter or digit");
        }
        Objects.requireNonNull(name, "name");
        uses = Set.copyOf(uses);
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(license, "licence");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(trainedOn, "trainedOn");
        sources = List.copyOf(sources);
        boolean takesFaces = uses.contains(ModelUse.QUALITY) || uses.contains(ModelUse.EMBEDDING);
        if (takesFaces && input.contract().isEmpty()) {
            throw new IllegalArgumentException("a model that takes faces, without channels, mean and deviation");
        }
        if (uses.isEmpty()) {
            throw new IllegalArgumentException("a model that is for nothing");
        }
    }

    /**
     * Whether the model travels inside this library, so that there is nothing to fetch.
     *
     * @return true for what has no address
     */
    public boolean isBuiltIn() {
        return file.url().isEmpty();
    }

    /**
     * Checks that the model is for what it is wanted for.
     *
     * @param use what it is wanted for
     * @throws InvalidInputException if it is for something else
     */
    public void requireFor(ModelUse use) {
        if (!uses.contains(use)) {
            throw new InvalidInputException(new Problem(
                    "cannot use the model", id, "a model for " + use.word(),
                    "one for " + uses.stream().sorted().map(ModelUse::word).collect(Collectors.joining(" and ")),
                    "See: facequality models list"));
        }
    }
}
