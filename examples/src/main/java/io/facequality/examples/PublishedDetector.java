package io.facequality.examples;

import io.facequality.Keep;
import io.facequality.catalogue.FetchedModel;
import io.facequality.catalogue.LicenseConsent;
import io.facequality.catalogue.ModelStore;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.SelectionPlan;
import java.nio.file.Path;

/** A published model, fetched once and used from then on. */
public final class PublishedDetector {

    private PublishedDetector() {}

    /**
     * Keeps the best faces, as YuNet finds them.
     *
     * @param pictures a folder with a folder of pictures for each person
     * @return what to keep
     */
    public static SelectionPlan plan(Path pictures) {
        ModelStore store = ModelStore.builder().build();
        FetchedModel detector = store.fetch("yunet", LicenseConsent.given());
        try (FacePipeline faces = FacePipeline.builder().detector(detector.file()).build()) {
            return faces.select(pictures, Keep.best(3));
        }
    }
}
