package io.facequality.examples;

import io.facequality.Keep;
import io.facequality.catalogue.FetchedModel;
import io.facequality.catalogue.LicenseConsent;
import io.facequality.catalogue.ModelStore;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.SelectionPlan;
import java.nio.file.Path;

/** Fetches a published model once, then uses it. */
public final class PublishedDetector {

    private PublishedDetector() {}

    /**
     * Keeps the best of the faces that YuNet finds.
     *
     * @param pictures a folder with one folder of pictures per person
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
