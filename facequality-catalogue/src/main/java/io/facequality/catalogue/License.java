package io.facequality.catalogue;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

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
            throw new IllegalArgumentException("a licence without a name");
        }
        if (link.isEmpty() && terms.isEmpty()) {
            throw new IllegalArgumentException("a licence with neither a link nor its terms");
        }
    }
}
