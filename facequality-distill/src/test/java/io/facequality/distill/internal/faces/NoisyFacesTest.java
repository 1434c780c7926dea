package io.facequality.distill.internal.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.distill.LabeledImage;
import io.facequality.distill.UnetSettings;
import io.facequality.distill.UnetSettings.Network.Architecture;
import io.facequality.distill.internal.training.TinyFaces;
import io.facequality.onnx.internal.diffusion.NoiseSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoisyFacesTest {

    @TempDir
    Path folder;

    private List<String> images;

    @BeforeEach
    void draw() throws IOException {
        images = TinyFaces.draw(folder).stream().map(LabeledImage::path).toList();
    }

    @Test
    void variesEachFaceBySeedAndEpochWhateverItsBatch() throws IOException {
        NoisyFaces faces = faces("{}");
        NoisyFaces.Batch alone = faces.of(new int[] {3}, 7);
        NoisyFaces.Batch beside = faces.of(new int[] {5, 3}, 7);

        assertThat(Arrays.copyOfRange(beside.noisy(), FaceFiles.FLOATS, 2 * FaceFiles.FLOATS))
                .isEqualTo(alone.noisy());
        assertThat(beside.times()[1]).isEqualTo(alone.times()[0]);
        assertThat(faces.of(new int[] {3}, 8).noisy()).isNotEqualTo(alone.noisy());
        assertThat(faces("{\"training\": {\"seed\": 2}}").of(new int[] {3}, 7).noisy()).isNotEqualTo(alone.noisy());
    }

    @Test
    void mixesInWorseFaceAlongQuarterOfSine() throws IOException {
        NoisyFaces faces = faces("{}");

        assertThat(faces.share(0)).isZero();
        assertThat(faces.share(50)).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(faces.share(99)).isCloseTo(1, within(1e-3f));
    }

    @Test
    void timesAreThoseOfTheSettings() throws IOException {
        NoisyFaces faces = faces("{\"training\": {\"times\": 3}}");
        int[] all = IntStream.range(0, 16).toArray();

        assertThat(LongStream.of(faces.of(all, 1).times())).contains(0L, 1L, 2L).allMatch(time -> time < 3);
    }

    /** Noise taken away again leaves the face at time 0, when nothing is worse yet. */
    @Test
    void atTimeZeroThereIsTheFaceAndTheNoiseOfThatTime() throws IOException {
        NoisyFaces faces = faces("{\"training\": {\"times\": 1}}");
        NoisyFaces.Batch batch = faces.of(new int[] {0}, 1);

        float signal = NoiseSchedule.cosine().signal(0);
        double noise = 0;
        double squares = 0;
        for (int i = 0; i < FaceFiles.FLOATS; i++) {
            double rest = (batch.noisy()[i] - signal * batch.clean()[i]) / NoiseSchedule.cosine().noise(0);
            noise += rest / FaceFiles.FLOATS;
            squares += rest * rest / FaceFiles.FLOATS;
        }
        assertThat(noise).isCloseTo(0, within(0.03));
        assertThat(squares).isCloseTo(1, within(0.03));
    }

    private NoisyFaces faces(String json) throws IOException {
        UnetSettings settings = UnetSettings.read(
                Files.writeString(folder.resolve("settings.json"), json), UnetSettings.defaults(Architecture.LEAN));
        return new NoisyFaces(new FaceFiles(folder), images, settings);
    }
}
