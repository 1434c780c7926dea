package io.facequality.catalogue;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.StorageException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Models that are known by an id. The catalogue of this library is data, {@code catalogue.json} beside this class; a
 * file in the same format adds to it. It lists only what a public source says of a model, and names the source.
 *
 * <p>Immutable.
 */
public final class Catalogue {

    private static final String RESOURCE = "catalogue.json";

    private final Map<String, CatalogueEntry> entries;

    private Catalogue(Map<String, CatalogueEntry> entries) {
        this.entries = entries;
    }

    /**
     * The catalogue of this library.
     *
     * @return the models that are built in, and published ones
     */
    public static Catalogue builtIn() {
        return of(CatalogueJson.resource(RESOURCE));
    }

    /**
     * Reads a file of the format of {@code catalogue.json}. Its models are published ones; none is built in.
     *
     * @param file the file
     * @return its models
     * @throws StorageException if it cannot be read
     * @throws InvalidInputException if it is not of that format, or an entry lacks a part or has one of the wrong form
     */
    public static Catalogue read(Path file) {
        return of(CatalogueJson.file(file));
    }

    private static Catalogue of(Collection<CatalogueEntry> entries) {
        Map<String, CatalogueEntry> byId = new LinkedHashMap<>();
        entries.forEach(entry -> byId.put(entry.id(), entry));
        return new Catalogue(byId);
    }

    /**
     * Adds another catalogue.
     *
     * @param other where both have a model of the same id, this one's counts
     * @return this catalogue's models, in their order, and what the other adds after them
     */
    public Catalogue with(Catalogue other) {
        Map<String, CatalogueEntry> all = new LinkedHashMap<>(entries);
        all.putAll(other.entries);
        return new Catalogue(all);
    }

    /**
     * The models.
     *
     * @return an immutable list in the catalogue's order
     */
    public List<CatalogueEntry> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * Looks a model up.
     *
     * @param id its id
     * @return the entry, or empty if there is none of that id
     */
    public Optional<CatalogueEntry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }
}
