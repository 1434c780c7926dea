package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.pipeline.Crop;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.PictureFinder;
import io.facequality.testing.SharedData;
import java.util.ArrayList;
import java.util.List;

/** Faces of people, where what a network says of noise would prove nothing. */
public final class RealFaces {

    private static final int FIRST = 1000;

    private RealFaces() {}

    public static List<AlignedFace> of(int count) {
        List<AlignedFace> faces = new ArrayList<>();
        try (FacePipeline pipeline = FacePipeline.builder().crop(Crop.AS_IS).build()) {
            List<ImageSource> pictures =
                    PictureFinder.below(SharedData.path("data", "people-aligned"), List.of());
            pipeline.align(pictures.subList(FIRST, FIRST + count), picture -> {
                if (picture.faces() instanceof Outcome.Ok<List<AlignedFace>> ok) {
                    faces.addAll(ok.value());
                }
            });
        }
        assertThat(faces).hasSize(count);
        return faces;
    }
}
