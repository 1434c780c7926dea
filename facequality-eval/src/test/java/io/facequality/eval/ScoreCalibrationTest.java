package io.facequality.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.eval.internal.ScoreCalibrationJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreCalibrationTest {

    private static final ModelId MODEL = new ModelId("scorer", "1", "a".repeat(64));

    @TempDir
    private Path folder;

    private static ScoreCalibration calibration() {
        double[] scores = IntStream.rangeClosed(0, 200).mapToDouble(i -> Math.sqrt(i) / 10).toArray();
        return ScoreCalibration.of(
                MODEL, scores,
                new ScoreCalibration.Provenance(
                        "pictures \"of\" people", 201, 7, Map.of("crop", "AS_IS"), "facequality test", List.of("a note")));
    }

    @Test
    void givesShareOfWorseReferencePicturesAsPercentile() {
        double[] reference = IntStream.range(0, 1000).mapToDouble(i -> i).toArray();
        ScoreScale.Percentiles scale = ScoreScale.Percentiles.of(reference);
        assertThat(scale.value(370)).isCloseTo(37, within(0.1));
        assertThat(scale.rounded(370)).isEqualTo(37);
        assertThat(scale.value(-5)).isZero();
        assertThat(scale.value(5000)).isEqualTo(100);
    }

    @Test
    void mapsSharedScoreToMiddleOfItsPercentiles() {
        double[] reference = IntStream.range(0, 101).mapToDouble(i -> i < 20 ? 0 : i < 60 ? 0.5 : 1 + i).toArray();
        assertThat(ScoreScale.Percentiles.of(reference).value(0.5)).isEqualTo((20 + 59) / 2.0);
    }

    @Property(tries = 200)
    void neverMapsBetterRawScoreToWorseValue(
            @ForAll @Size(min = 5, max = 80) @DoubleRange(min = -3, max = 3) double[] reference,
            @ForAll @DoubleRange(min = -4, max = 4) double one,
            @ForAll @DoubleRange(min = -4, max = 4) double other) {
        if (Arrays.stream(reference).distinct().count() < 2) {
            return;
        }
        for (ScoreScale scale : List.of(ScoreScale.Percentiles.of(reference), ScoreScale.Sigmoid.of(reference))) {
            double low = scale.value(Math.min(one, other));
            double high = scale.value(Math.max(one, other));
            assertThat(low).isBetween(0.0, high);
            assertThat(high).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void mapsLikeFormulaOfOfiqBySigmoid() {
        ScoreScale.Sigmoid ofiq = new ScoreScale.Sigmoid(23.0, 2.6);
        assertThat(ofiq.value(23)).isEqualTo(50);
        assertThat(ofiq.value(27)).isCloseTo(100 / (1 + Math.exp(-(27 - 23.0) / 2.6)), within(1e-12));
        assertThat(ofiq.rounded(27)).isEqualTo(82);
    }

    @Test
    void mapsQuartilesTo25And75BySigmoid() {
        ScoreScale.Sigmoid scale = ScoreScale.Sigmoid.of(IntStream.rangeClosed(0, 100).mapToDouble(i -> i).toArray());
        assertThat(scale.value(25)).isCloseTo(25, within(1e-9));
        assertThat(scale.value(50)).isCloseTo(50, within(1e-9));
        assertThat(scale.value(75)).isCloseTo(75, within(1e-9));
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Path file = ScoreCalibration.beside(folder.resolve("scorer.onnx"));
        assertThat(file).hasFileName("scorer.calibration.json");
        calibration().write(file);
        assertThat(ScoreCalibration.read(file)).isEqualTo(calibration());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void acceptsByteOrderMark() throws IOException {
        Path file = folder.resolve("scorer.calibration.json");
        calibration().write(file);
        Files.writeString(file, "\uFEFF" + Files.readString(file));
        assertThat(ScoreCalibration.read(file)).isEqualTo(calibration());
    }

    @Test
    void rejectsCalibrationOfAnotherModel() {
        ModelId other = new ModelId("scorer", "1", "b".repeat(64));
        assertThat(calibration().requireFor(MODEL, "here")).isEqualTo(calibration());
        assertThatThrownBy(() -> calibration().requireFor(other, "scorer.calibration.json"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("scorer.calibration.json")
                .hasMessageContaining("bbbb");
    }

    @Test
    void rejectsMalformedFileWithReason() {
        String good = new String(ScoreCalibrationJson.of(calibration()), StandardCharsets.UTF_8);
        assertBad("{", "JSON");
        assertBad("[]", "no format");
        assertBad(good.replace("calibration 1", "calibration 9"), "calibration 9");
        assertBad(good.replace("\"percentiles\" : [", "\"percentiles\" : [ \"x\","), "numbers as percentiles");
        assertBad(good.replace("\"percentiles\"", "\"other\""), "101 scores");
        assertBad(good.replace("\"width\"", "\"breadth\""), "a number as width");
        assertBad(good.replace("a".repeat(64), "A"), "hexadecimal");
        assertBad(good.replace("\"faces\" : 201", "\"faces\" : 0"), "at least one face");
    }

    private static void assertBad(String json, String expected) {
        assertThatThrownBy(() -> ScoreCalibration.parse(json.getBytes(StandardCharsets.UTF_8), "the file"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the file")
                .hasMessageContaining(expected);
    }
}
