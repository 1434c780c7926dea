package io.facequality.catalogue;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.onnx.ModelContract;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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
        Set<Use> uses,
        PublishedFile file,
        License license,
        Input input,
        String trainedOn,
        List<Source> sources) {

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
        Objects.requireNonNull(license, "license");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(trainedOn, "trainedOn");
        sources = List.copyOf(sources);
        boolean takesFaces = uses.contains(Use.QUALITY) || uses.contains(Use.EMBEDDING);
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
    public void requireFor(Use use) {
        if (!uses.contains(use)) {
            throw new InvalidInputException(new Problem(
                    "cannot use the model", id, "a model for " + use.word(),
                    "one for " + uses.stream().sorted().map(Use::word).collect(Collectors.joining(" and ")),
                    "Name another model of the catalogue."));
        }
    }

    /**
     * A model's file and where it is published.
     *
     * @param name its name: letters, digits, dots, underscores and hyphens, starting with a letter or digit; not one that
     *     the cache needs itself
     * @param url its {@code https} address; empty for a model that is built in
     * @param size its length in bytes, where that is known; at least 1
     * @param sha256 its digest, where that is known, 64 lower-case hexadecimal digits; without it what is fetched is
     *     <em>unverified</em>
     */
    public record PublishedFile(String name, Optional<URI> url, OptionalLong size, Optional<String> sha256) {

        /** What can be a file of any file system, and nothing that climbs out of a folder. */
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

        /** What lies beside the file in the cache. */
        private static final Pattern TAKEN =
                Pattern.compile("consent\\.json.*|.*\\.(part|etag|tmp)", Pattern.CASE_INSENSITIVE);

        private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

        /** Checks the form of each part. */
        public PublishedFile {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("the file name '" + name
                        + "', which is not made of letters, digits, dots, underscores and hyphens after a letter or digit");
            }
            if (TAKEN.matcher(name).matches()) {
                throw new IllegalArgumentException("the file name '" + name + "', which the cache has another use for");
            }
            url.ifPresent(PublishedFile::requireHttps);
            if (size.isPresent() && size.getAsLong() < 1) {
                throw new IllegalArgumentException("a size of " + size.getAsLong() + " bytes");
            }
            sha256.filter(digest -> !DIGEST.matcher(digest).matches()).ifPresent(digest -> {
                throw new IllegalArgumentException("a sha256 that is not 64 lower-case hexadecimal digits: " + digest);
            });
        }

        private static void requireHttps(URI url) {
            if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || url.getUserInfo() != null) {
                throw new IllegalArgumentException("an address that is not https://HOST/...: " + url);
            }
        }
    }

    /**
     * The terms under which a model may be used.
     *
     * @param name its name, where there is one the SPDX identifier such as {@code CC-BY-4.0}; not blank
     * @param link where its text is
     * @param terms its text, or what it asks for in short
     */
    public record License(String name, Optional<URI> link, Optional<String> terms) {

        /** Checks that it can be read somewhere. */
        public License {
            Objects.requireNonNull(link, "link");
            Objects.requireNonNull(terms, "terms");
            if (name.isBlank()) {
                throw new IllegalArgumentException("a license without a name");
            }
            if (link.isEmpty() && terms.isEmpty()) {
                throw new IllegalArgumentException("a license with neither a link nor its terms");
            }
        }
    }

    /** What a model is for. */
    public enum Use {
        /** It scores aligned faces. */
        QUALITY,
        /** It embeds aligned faces. */
        EMBEDDING,
        /** It finds faces in pictures. */
        DETECTION,
        /** It searches pictures with several, small or turned faces, beside a detector. */
        CROWDS,
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

    /**
     * What a model takes.
     *
     * @param description in words: shape, type, channel order, scale
     * @param contract the same for a network that takes aligned faces; empty for one that takes something else
     */
    public record Input(String description, Optional<ModelContract> contract) {

        /** Checks that nothing is missing. */
        public Input {
            Objects.requireNonNull(description, "description");
            Objects.requireNonNull(contract, "contract");
        }
    }

    /**
     * Where something that a catalogue says was read.
     *
     * @param fact what of the entry, such as {@code size and sha256}
     * @param where a public address, or a document
     */
    public record Source(String fact, String where) {

        /** Checks that nothing is missing. */
        public Source {
            Objects.requireNonNull(fact, "fact");
            Objects.requireNonNull(where, "where");
        }
    }
}
