package io.facequality.distill.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.distill.Distillation;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.DistillationSettings.Student.Kind;
import io.facequality.distill.LabeledImage;
import io.facequality.distill.internal.labels.OptimizedLabel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadTrainingTest {

    private static final int DIMENSION = 16;

    @TempDir
    Path folder;

    private final List<Embedding> features = new ArrayList<>();
    private final List<OptimizedLabel> labels = new ArrayList<>();

    HeadTrainingTest() {
        Random random = new Random(3);
        for (int face = 0; face < 600; face++) {
            float[] values = new float[DIMENSION];
            for (int i = 0; i < DIMENSION; i++) {
                values[i] = (float) random.nextGaussian();
            }
            Embedding embedding = Embedding.copyOf(values);
            double quality = 0.5 + 0.5 * values[0] / embedding.norm();
            features.add(embedding);
            labels.add(new OptimizedLabel(new LabeledImage("p/" + face, "p", quality), quality, 0, quality));
        }
    }

    @Test
    void learnsWhatFeaturesTell() {
        HeadTraining.Result result = train(settings("{}"));

        Distillation.EpochLosses first = result.epochs().get(0);
        Distillation.EpochLosses best = result.epochs().get(result.best() - 1);
        assertThat(best.validationQuality()).isLessThan(first.validationQuality() / 4).isLessThan(0.03);
        assertThat(result.head().score(features.get(0)))
                .isEqualTo(labels.get(0).optimized(), within(0.1));
    }

    @Test
    void givesSameHeadForSameSeed() {
        DistillationSettings brief = settings("{\"training\": {\"epochs\": 2}}");
        DistillationSettings other = settings("{\"training\": {\"epochs\": 2, \"seed\": 2}}");

        double score = train(brief).head().score(features.get(0));
        assertThat(train(brief).head().score(features.get(0))).isEqualTo(score);
        assertThat(train(other).head().score(features.get(0))).isNotEqualTo(score);
    }

    @Test
    void lowersTargetsByDistanceToCenter() {
        List<OptimizedLabel> far = labels.stream()
                .map(label -> new OptimizedLabel(label.image(), label.normalized(), 0.4, 0))
                .toList();
        DistillationSettings settings = settings("{\"labels\": {\"epsilon\": 0.5}}");

        HeadTraining.Result result =
                HeadTraining.of(settings, Distillation.Listener.none()).train(features, far);

        double expected = Math.max(0, labels.get(0).normalized() - 0.2);
        assertThat(result.head().score(features.get(0))).isEqualTo(expected, within(0.1));
    }

    @Test
    void trainingStopsWhenValidationNoLongerGetsBetter() {
        List<OptimizedLabel> noise = new ArrayList<>();
        Random random = new Random(4);
        for (int face = 0; face < features.size(); face++) {
            double quality = random.nextDouble();
            noise.add(new OptimizedLabel(new LabeledImage("p/" + face, "p", quality), quality, 0, quality));
        }

        HeadTraining.Result result = HeadTraining.of(
                        settings("{\"training\": {\"patience\": 2}}"), Distillation.Listener.none())
                .train(features, noise);

        assertThat(result.epochs()).hasSizeLessThan(60);
        assertThat(result.epochs()).hasSize(result.best() + 2);
    }

    @Test
    void endsTrainingOnLossThatIsNotFinite() {
        assertThatThrownBy(() -> train(settings("{\"training\": {\"headRate\": 1e300}}")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the training went astray: epoch 1: expected a finite loss");
    }

    @Test
    void endsTrainingOnInterrupt() {
        HeadTraining training =
                HeadTraining.of(settings("{}"), progress -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> training.train(features, labels)).isInstanceOf(CancellationException.class);
    }

    private HeadTraining.Result train(DistillationSettings settings) {
        return HeadTraining.of(settings, Distillation.Listener.none()).train(features, labels);
    }

    private DistillationSettings settings(String json) {
        try {
            Path file = Files.writeString(folder.resolve("settings.json"), json);
            DistillationSettings all = DistillationSettings.read(file, DistillationSettings.defaults(Kind.HEAD));
            return new DistillationSettings(
                    all.labels(), new DistillationSettings.Student(Kind.HEAD, 64, 0), all.training(),
                    all.schedule(), all.variation(), all.hint());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
