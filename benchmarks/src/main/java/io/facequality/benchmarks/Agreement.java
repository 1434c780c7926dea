package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.ImageSource;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How far a model's results with its rewrites are from those without, on real faces: of each output the largest
 * difference, relative to the largest number that it has for any face. Ends with status 1 above 1e-5.
 *
 * <p>Arguments: a folder of aligned crops; how many of them; the models' files.
 */
public final class Agreement {

    private static final double ALLOWED = 1e-5;
    private static final float HALF_RANGE = 127.5f;
    private static final int CHANNELS = 3;
    private static final int PIXELS = AlignedFace.SIZE * AlignedFace.SIZE;

    private Agreement() {}

    /**
     * Compares and prints.
     *
     * @param arguments the folder, the count and the models
     */
    public static void main(String[] arguments) {
        List<AlignedFace> faces = faces(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        boolean agree = true;
        for (int i = 2; i < arguments.length; i++) {
            agree &= agrees(ModelFile.of(Path.of(arguments[i])), faces);
        }
        System.exit(agree ? 0 : 1);
    }

    private static List<AlignedFace> faces(Path folder, int count) {
        List<ImageSource> pictures = PictureSearch.usual().below(folder).pictures();
        List<AlignedFace> faces = new ArrayList<>();
        try (FacePipeline pipeline = FacePipeline.builder().crop(Crop.AS_IS).build()) {
            pipeline.process(pictures.subList(0, Math.min(count, pictures.size())), FaceWork.aligned(), picture -> picture
                    .faces()
                    .accept(found -> found.forEach(face -> faces.add(face.value())), rejection -> {}));
        }
        return faces;
    }

    private static boolean agrees(ModelFile file, List<AlignedFace> faces) {
        Map<String, Double> differences = new TreeMap<>();
        Map<String, Double> largest = new TreeMap<>();
        try (OnnxModel rewritten = OnnxModel.open(file, ModelOptions.defaults());
                OnnxModel asItIs = OnnxModel.open(file, ModelOptions.builder().withoutRewrites().build())) {
            Tensor input = asItIs.description().inputs().get(0);
            long[] shape = {1, CHANNELS, AlignedFace.SIZE, AlignedFace.SIZE};
            for (AlignedFace face : faces) {
                FloatBuffer pixels = packed(face);
                Map<String, float[]> found = rewritten.run(input.name(), shape, pixels);
                asItIs.run(input.name(), shape, pixels).forEach((output, expected) -> {
                    largest.merge(output, difference(expected, new float[expected.length]), Math::max);
                    differences.merge(output, difference(expected, found.get(output)), Math::max);
                });
            }
            differences.replaceAll((output, difference) -> difference / largest.get(output));
            System.out.printf("%s, %d faces, %s: largest relative difference %s%n",
                    file.name(), faces.size(), rewritten.rewrites(), differences);
        }
        return differences.values().stream().allMatch(difference -> difference < ALLOWED);
    }

    private static FloatBuffer packed(AlignedFace face) {
        ByteBuffer rgb = face.pixels();
        FloatBuffer values = ByteBuffer.allocateDirect(CHANNELS * PIXELS * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < CHANNELS * PIXELS; i++) {
            float value = ((rgb.get(i) & 0xFF) - HALF_RANGE) / HALF_RANGE;
            values.put(i % CHANNELS * PIXELS + i / CHANNELS, value);
        }
        return values;
    }

    private static double difference(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> Math.abs((double) a[i] - b[i])).max().orElse(0);
    }
}
