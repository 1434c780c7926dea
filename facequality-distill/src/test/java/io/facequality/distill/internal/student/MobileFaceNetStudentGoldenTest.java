package io.facequality.distill.internal.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.DistillationSettings.Student.Kind;
import io.facequality.distill.internal.training.StudentTraining;
import io.facequality.testing.Npy;
import io.facequality.testing.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MobileFaceNetStudentGoldenTest {

    private static final MobileFaceNetStudent TINY =
            new MobileFaceNetStudent(MobileFaceNetStudent.PUBLISHED_CHANNELS, 512, 1024);

    @TempDir
    Path folder;

    @Tag("slow")
    @Test
    void trainedNetworkScoresLikePublishedCode() {
        Map<String, Tensor> weights = TINY.weightsOf(weights(), 1);
        List<AlignedFace> faces = faces();
        float[] features = Npy.read(golden("expected-features.npy")).floats();
        float[] qualities = Npy.read(golden("expected-quality.npy")).floats();
        try (StudentTraining training = new StudentTraining(
                TINY, weights, MapHints.none(), DistillationSettings.defaults(Kind.MOBILEFACENET), StudentTraining.Stage.WHOLE,
                folder.resolve("none"), "")) {
            List<ExportCheck.Output> outputs =
                    training.run(new StudentTraining.Result(weights, 0, List.of()), faces);
            for (int face = 0; face < qualities.length; face++) {
                assertThat(outputs.get(face).score()).isEqualTo(qualities[face], within(1e-4));
                assertThat(outputs.get(face).features().toArray())
                        .containsExactly(Arrays.copyOfRange(features, face * 512, (face + 1) * 512), within(1e-5f));
            }
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        MobileFaceNetStudent half = new MobileFaceNetStudent(MobileFaceNetStudent.PUBLISHED_CHANNELS / 2, 512, 1024);
        Path whole = weights();

        assertThatThrownBy(() -> half.weightsOf(whole, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("base_model.conv1.conv.weight");
    }

    private static Path weights() {
        return golden("ediffiqaT-random.pth");
    }

    private static Path golden(String name) {
        return SharedData.path("golden", "ediffiqa-t", name);
    }

    private static List<AlignedFace> faces() {
        byte[] pixels = Npy.read(golden("faces-rgb-uint8.npy")).bytes();
        int bytes = AlignedFace.SIZE * AlignedFace.SIZE * 3;
        List<AlignedFace> faces = new ArrayList<>();
        for (int from = 0; from < pixels.length; from += bytes) {
            byte[] rgb = Arrays.copyOfRange(pixels, from, from + bytes);
            faces.add(AlignedFace.of(Image.copyOf(AlignedFace.SIZE, AlignedFace.SIZE, rgb)));
        }
        return faces;
    }
}
