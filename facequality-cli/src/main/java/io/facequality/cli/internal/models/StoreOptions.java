package io.facequality.cli.internal.models;

import io.facequality.catalogue.ModelStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which models are known, and where they are kept. */
final class StoreOptions {

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where fetched models are kept. Default: FACEQUALITY_CACHE, or the system's folder for "
                    + "caches.")
    private @Nullable Path cache;

    @Option(
            names = "--catalogue",
            paramLabel = "FILE",
            description = "A catalogue (JSON) of more models. Default: FACEQUALITY_CATALOGUE, or "
                    + "facequality/catalogue.json in the system's folder for settings.")
    private @Nullable Path catalogue;

    ModelStore.Builder builder() {
        ModelStore.Builder store = ModelStore.builder();
        if (cache != null) {
            store.folder(cache);
        }
        if (catalogue != null) {
            store.catalogueFile(catalogue);
        }
        return store;
    }
}
