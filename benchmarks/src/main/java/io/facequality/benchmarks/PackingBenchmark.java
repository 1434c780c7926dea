package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.internal.PixelPacking;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
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
import org.openjdk.jmh.annotations.Warmup;

/** From an aligned face's bytes to a model's input tensor; one face an operation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PackingBenchmark {

    private AlignedFace face;
    private PixelPacking packing;
    private FloatBuffer input;
    private PixelPacking.Scratch scratch;

    /** Makes a face and room for it. */
    @Setup
    public void prepare() {
        face = AlignedFace.of(Image.filledBy(
                AlignedFace.SIZE, AlignedFace.SIZE, rgb -> new Random(1).nextBytes(rgb)));
        packing = new PixelPacking(ModelContract.ediffiqa());
        scratch = new PixelPacking.Scratch();
        input = ByteBuffer.allocateDirect(PixelPacking.FLOATS * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Benchmark
    public FloatBuffer pack() {
        packing.pack(face, input, 0, scratch);
        return input;
    }
}
