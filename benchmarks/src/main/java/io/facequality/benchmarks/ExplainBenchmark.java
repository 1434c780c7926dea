package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.QualityScore;
import io.facequality.images.FaceChoice;
import io.facequality.images.OnnxFaceDetector;
import io.facequality.images.QualityReport;
import io.facequality.images.SimilarityAligner;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What it costs to say what is wrong with a face, beside what it costs to score it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ExplainBenchmark {

    /** The photograph of 4000 x 3000 pixels is the small one, enlarged, with the noise of a sensor. */
    @Param({"250 x 250", "4000 x 3000"})
    public String size;

    private FacePipeline pipeline;
    private OnnxQualityScorer scorer;
    private ImageSource source;
    private Image picture;
    private DetectedFace detection;
    private AlignedFace face;

    /** Opens the models and makes the photograph. */
    @Setup
    public void open() {
        String[] sides = size.split(" x ");
        byte[] jpeg = EnlargedPhotograph.jpeg(
                Samples.photograph(), Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), 1);
        source = ImageSource.of("photograph", jpeg);
        picture = Samples.decoded(source);
        try (OnnxFaceDetector detector = Samples.detector()) {
            detection = FaceChoice.MAIN.choose(picture, detector.detect(picture)).get(0);
        }
        face = new SimilarityAligner().align(picture, detection);
        pipeline = FacePipeline.builder().threads(1).build();
        scorer = OnnxQualityScorer.open(
                Samples.embedded(EmbeddedModel.QUALITY_AND_EMBEDDING), ModelContract.ediffiqa(), ModelOptions.defaults());
    }

    /** Closes them. */
    @TearDown
    public void close() {
        pipeline.close();
        scorer.close();
    }

    /** From the file to the score. */
    @Benchmark
    public void scorePhotograph(Blackhole sink) {
        pipeline.process(List.of(source), FaceWork.scored(), sink::consume);
    }

    /** From the file to the score and the report. */
    @Benchmark
    public void scoreAndExplainPhotograph(Blackhole sink) {
        pipeline.process(List.of(source), FaceWork.explained(FaceWork.scored()), sink::consume);
    }

    /** The model alone, on a crop. */
    @Benchmark
    public List<QualityScore> scoreCrop() {
        return scorer.score(List.of(face));
    }

    /** The report alone, of a crop. */
    @Benchmark
    public QualityReport explainCrop() {
        return QualityReport.explain(face);
    }

    /** The report alone, with a whole picture around the face. */
    @Benchmark
    public QualityReport explainInWholePicture() {
        return QualityReport.explain(face, picture, detection);
    }
}
