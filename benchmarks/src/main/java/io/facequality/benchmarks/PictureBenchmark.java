package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.FaceAligner;
import io.facequality.FaceDetector;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.Resizing;
import io.facequality.images.SimilarityAligner;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From a photograph's bytes to an aligned face: decode, resize, detect, align. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PictureBenchmark {

    private ImageDecoder decoder;
    private ImageSource source;
    private Image photograph;
    private FaceDetector detector;
    private DetectedFace face;
    private FaceAligner aligner;

    /** Opens what is measured. */
    @Setup
    public void open() {
        decoder = OpenCvImageDecoder.builder().build();
        source = ImageSource.of("photograph", Samples.photographBytes());
        photograph = Samples.photograph();
        detector = Samples.detector();
        face = detector.detect(photograph).get(0);
        aligner = new SimilarityAligner();
    }

    /** Closes it. */
    @TearDown
    public void close() {
        detector.close();
    }

    @Benchmark
    public Outcome<Image> decode() {
        return decoder.decode(source);
    }

    @Benchmark
    public Image resizeAsPillow() {
        return Resizing.PILLOW.resize(photograph, AlignedFace.SIZE, AlignedFace.SIZE);
    }

    @Benchmark
    public Image resizeAsOpenCv() {
        return Resizing.OPENCV.resize(photograph, AlignedFace.SIZE, AlignedFace.SIZE);
    }

    @Benchmark
    public List<DetectedFace> detect() {
        return detector.detect(photograph);
    }

    @Benchmark
    public AlignedFace align() {
        return aligner.align(photograph, face);
    }
}
