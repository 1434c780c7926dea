package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.ImageSource;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
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
                    PictureSearch.usual().below(SharedData.path("data", "people-aligned")).pictures();
            pipeline.process(
                    pictures.subList(FIRST, FIRST + count), FaceWork.aligned(),
                    picture -> picture.faces().orElseThrow().forEach(face -> faces.add(face.value())));
        }
        assertThat(faces).hasSize(count);
        return faces;
    }
}
