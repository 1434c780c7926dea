package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelOptions.ExecutionProvider;
import io.facequality.onnx.internal.OnnxDenoiser;
import io.facequality.onnx.internal.ProviderSupport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every model that cannot be used is refused when it is opened, in words that say what to do. */
class ModelErrorsTest {

    @TempDir
    private Path folder;

    @Test
    void reportsMissingFile() {
        Path missing = folder.resolve("missing.onnx");
        Problem problem = refusal(() -> OnnxQualityScorer.open(missing));
        assertThat(problem.where()).isEqualTo(missing.toString());
        assertThat(problem.found()).contains("nothing at " + missing);
    }

    @Test
    void rejectsFolder() {
        assertThat(refusal(() -> OnnxQualityScorer.open(folder)).found()).isEqualTo("a folder");
    }

    @Test
    void rejectsEmptyFile() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        assertNoWholeModel(refusal(() -> OnnxQualityScorer.open(empty)));
    }

    @Test
    void rejectsTextFile() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "<html>404 Not Found</html>");
        assertNoWholeModel(refusal(() -> OnnxEmbedder.open(text)));
    }

    @Test
    void rejectsTruncatedFile() throws IOException {
        byte[] whole = EmbeddedModel.QUALITY_AND_EMBEDDING.read();
        Path truncated = Files.write(folder.resolve("truncated.onnx"), Arrays.copyOf(whole, whole.length / 2));
        Problem problem = refusal(() -> OnnxScoringEmbedder.open(truncated));
        assertNoWholeModel(problem);
        assertThat(problem.where()).isEqualTo(truncated.toString());
        assertThat(problem.remedy()).contains("sha256");
    }

    @Test
    void rejectsTruncatedModelInMemory() throws IOException {
        byte[] whole = EmbeddedModel.QUALITY_AND_EMBEDDING.read();
        ModelFile truncated = ModelFile.of("cut", "", Arrays.copyOf(whole, 1000));
        assertThat(refusal(() -> scorer(truncated)).where()).isEqualTo("cut (in memory)");
    }

    @Test
    void rejectsModelWithUnknownOperator() {
        TinyOnnx model = TinyOnnx.faces(TinyOnnx.OPEN)
                .node("Flattery", "input", "quality")
                .output("quality", TinyOnnx.FLOAT, TinyOnnx.OPEN, 1);
        assertThat(refusal(() -> scorer(model.file())).found()).contains("Flattery");
    }

    @Test
    void weightsMissingBesideTheModelAreNamed() throws IOException {
        Path file = Files.write(folder.resolve("outside.onnx"), outsideWeights());
        assertThat(refusal(() -> OnnxEmbedder.open(file)).found()).contains("weights.bin");
    }

    @Test
    void weightsBesideTheModelAreFound() throws IOException {
        Path file = Files.write(folder.resolve("outside.onnx"), outsideWeights());
        Files.write(folder.resolve("weights.bin"), new byte[3 * Float.BYTES]);
        try (OnnxEmbedder embedder = OnnxEmbedder.open(file)) {
            assertThat(embedder.embed(FacesAndModels.noise(1, 1).get(0)).norm()).isZero();
        }
    }

    private static byte[] outsideWeights() {
        return TinyOnnx.faces(TinyOnnx.OPEN)
                .node("GlobalAveragePool", "input", "mean")
                .timesWeightsBeside("weights.bin", "mean", "features")
                .output("features", TinyOnnx.FLOAT, TinyOnnx.OPEN, 3, 1, 1)
                .bytes();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 40})
    void refusesFixedBatchThatNoRunCanHave(long batch) {
        ModelFile scores = TinyOnnx.faces(batch).brightness("quality", batch).file();
        assertThatThrownBy(() -> scorer(scores)).isInstanceOf(ModelException.class);
        ModelFile restores = TinyOnnx.faces(batch)
                .input("t", TinyOnnx.INT64, batch)
                .node("Identity", "input", "clean")
                .output("clean", TinyOnnx.FLOAT, batch, 3, 112, 112)
                .file();
        assertThatThrownBy(() -> OnnxDenoiser.open(restores, ModelOptions.defaults()))
                .isInstanceOf(ModelException.class);
    }

    @Test
    void rejectsOtherInputSizeWithBothSizes() {
        ModelFile model = new TinyOnnx()
                .input("picture", TinyOnnx.FLOAT, TinyOnnx.OPEN, 3, 224, 224)
                .node("GlobalAveragePool", "picture", "features")
                .output("features", TinyOnnx.FLOAT, TinyOnnx.OPEN, 3, 1, 1)
                .file();
        Problem problem = refusal(() -> embedder(model));
        assertThat(problem.expected()).isEqualTo("one input float32 [n,3,112,112]");
        assertThat(problem.found()).isEqualTo("picture float32 [n,3,224,224]");
    }

    @Test
    void rejectsOtherInputTypeWithBothTypes() {
        ModelFile model = new TinyOnnx()
                .input("picture", TinyOnnx.DOUBLE, TinyOnnx.OPEN, 3, 112, 112)
                .cast("picture", "input", TinyOnnx.FLOAT)
                .brightness("quality", TinyOnnx.OPEN)
                .file();
        assertThat(refusal(() -> scorer(model)).found()).isEqualTo("picture double [n,3,112,112]");
    }

    @Test
    void rejectsModelOfTwoInputsAndNamesBoth() {
        ModelFile model = TinyOnnx.faces(TinyOnnx.OPEN)
                .input("t", TinyOnnx.INT64, TinyOnnx.OPEN)
                .node("Identity", "t", "same")
                .output("same", TinyOnnx.INT64, TinyOnnx.OPEN)
                .brightness("quality", TinyOnnx.OPEN)
                .file();
        assertThat(refusal(() -> scorer(model)).found())
                .isEqualTo("input float32 [n,3,112,112] and t int64 [n]");
    }

    @Test
    void rejectsEmbedderAsScorerAndScorerAsEmbedder() {
        ModelFile embeds = TinyOnnx.faces(TinyOnnx.OPEN).colors("features", TinyOnnx.OPEN).file();
        Problem problem = refusal(() -> scorer(embeds));
        assertThat(problem.expected()).contains("quality float32 [n,1] or [n]");
        assertThat(problem.found()).isEqualTo("features float32 [n,3,1,1]");

        ModelFile scores = TinyOnnx.faces(TinyOnnx.OPEN).brightness("quality", TinyOnnx.OPEN).file();
        assertThat(refusal(() -> embedder(scores)).found()).isEqualTo("quality float32 [n,1]");
        assertThat(refusal(() -> OnnxScoringEmbedder.open(
                                scores, ModelContract.ediffiqa(), ModelOptions.defaults()))
                        .expected())
                .contains("[n,d]");
    }

    @Test
    void rejectsQualityOfOtherType() {
        ModelFile model = TinyOnnx.faces(TinyOnnx.OPEN)
                .brightness("mean", TinyOnnx.OPEN)
                .cast("mean", "quality", TinyOnnx.DOUBLE)
                .output("quality", TinyOnnx.DOUBLE, TinyOnnx.OPEN, 1)
                .file();
        try (OnnxQualityScorer scorer = scorer(model)) {
            assertThat(scorer.score(FacesAndModels.noise(1, 1))).hasSize(1);
        }
        ModelFile doubleOnly = TinyOnnx.faces(TinyOnnx.OPEN)
                .node("GlobalAveragePool", "input", "mean")
                .cast("mean", "features", TinyOnnx.DOUBLE)
                .output("features", TinyOnnx.DOUBLE, TinyOnnx.OPEN, 3, 1, 1)
                .file();
        assertThat(refusal(() -> embedder(doubleOnly)).found()).isEqualTo("features double [n,3,1,1]");
    }

    @Test
    void severalQualitiesNeedANameThatTellsWhichIsMeant() {
        TinyOnnx unclear = TinyOnnx.faces(TinyOnnx.OPEN).brightness("a", TinyOnnx.OPEN).brightness("b", TinyOnnx.OPEN);
        assertThat(refusal(() -> scorer(unclear.file())).found()).contains("a float32 [n,1] and b float32 [n,1]");
        try (OnnxQualityScorer scorer = scorer(unclear.brightness("quality", TinyOnnx.OPEN).file())) {
            assertThat(scorer.score(FacesAndModels.noise(2, 1))).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CPU")
    void reportsMissingProviderWithAdvice(ExecutionProvider provider) {
        assumeFalse(OrtEnvironment.getAvailableProviders().contains(ProviderSupport.of(provider).runtimeName()));
        Problem problem = refusal(() -> OnnxQualityScorer.open(
                TinyOnnx.faces(1).brightness("quality", 1).file(),
                ModelContract.ediffiqa(),
                ModelOptions.builder().provider(provider).build()));
        assertThat(problem.expected()).contains(provider.name());
        assertThat(problem.found()).contains("CPUExecutionProvider");
        assertThat(problem.remedy()).contains("com.microsoft.onnxruntime:onnxruntime");
    }

    @Test
    void namesModelAndFaceOfScoreThatIsNotFinite() {
        ModelFile model = TinyOnnx.faces(TinyOnnx.OPEN).logarithm("quality", TinyOnnx.OPEN).file();
        try (OnnxQualityScorer scorer = scorer(model)) {
            assertThat(scorer.score(FacesAndModels.gray(250)).value()).isFinite();
            Problem problem = refusal(() -> scorer.score(List.of(
                    FacesAndModels.gray(250), FacesAndModels.gray(200), FacesAndModels.gray(3))));
            assertThat(problem.where()).isEqualTo("tiny");
            assertThat(problem.found()).isEqualTo("NaN for face 3 of 3");
        }
    }

    @Test
    void fileNamesOfAnyScriptAreOpened() throws IOException {
        for (String name : new String[] {"model with 'quotes'.onnx", "-лицо-顔.onnx", "\uD83D\uDE00.onnx"}) {
            Path file = Files.write(
                    folder.resolve(name), TinyOnnx.faces(TinyOnnx.OPEN).brightness("quality", TinyOnnx.OPEN).bytes());
            try (OnnxQualityScorer scorer = OnnxQualityScorer.open(file)) {
                assertThat(scorer.model().name() + ".onnx").isEqualTo(name);
                assertThat(scorer.score(FacesAndModels.gray(200)).value()).isPositive();
            }
        }
    }

    private static OnnxQualityScorer scorer(ModelFile file) {
        return OnnxQualityScorer.open(file, ModelContract.ediffiqa(), ModelOptions.defaults());
    }

    private static OnnxEmbedder embedder(ModelFile file) {
        return OnnxEmbedder.open(file, ModelContract.ediffiqa(), ModelOptions.defaults());
    }

    private static void assertNoWholeModel(Problem problem) {
        assertThat(problem.expected()).contains("whole ONNX model");
    }

    private static Problem refusal(ThrowingCallable call) {
        Problem[] problem = new Problem[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(ModelException.class, e -> problem[0] = e.problem());
        assertThat(problem[0].message().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2000);
        return problem[0];
    }
}
