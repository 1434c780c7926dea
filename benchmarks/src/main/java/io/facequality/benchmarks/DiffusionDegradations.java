package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.FaceImage;
import io.facequality.onnx.DiffusionQualityScorer;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.Similarities;
import io.facequality.opencv.Resizing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * Whether scores fall as a face gets worse: each face in known degradations of rising strength, and Kendall's tau
 * between the strength and the loss of score, averaged over the faces; 1 is a score that falls with every step. For the
 * score and for each of the five similarities that it is made of.
 *
 * <p>Arguments: a folder of aligned crops, the denoiser, the embedder (blue first), and perhaps the number of faces
 * (40) and of repeats (4).
 */
public final class DiffusionDegradations {

    private static final int SIZE = AlignedFace.SIZE;

    /** Degrades to a strength from 1 to 4. */
    enum Kind {
        BLUR {
            @Override
            void apply(byte[] rgb, int strength, Random random) {
                byte[] copy = rgb.clone();
                double sigma = strength;
                int reach = 3 * strength;
                double[] weights = new double[2 * reach + 1];
                for (int i = -reach; i <= reach; i++) {
                    weights[i + reach] = Math.exp(-i * i / (2 * sigma * sigma));
                }
                double sum = Arrays.stream(weights).sum();
                for (int pass = 0; pass < 2; pass++) {
                    int step = pass == 0 ? 3 : 3 * SIZE;
                    for (int i = 0; i < rgb.length; i++) {
                        int place = pass == 0 ? i / 3 % SIZE : i / (3 * SIZE);
                        double value = 0;
                        for (int j = -reach; j <= reach; j++) {
                            int other = Math.max(0, Math.min(SIZE - 1, place + j));
                            value += weights[j + reach] * Byte.toUnsignedInt(copy[i + (other - place) * step]);
                        }
                        rgb[i] = (byte) Math.round(value / sum);
                    }
                    System.arraycopy(rgb, 0, copy, 0, rgb.length);
                }
            }
        },
        RESOLUTION {
            @Override
            void apply(byte[] rgb, int strength, Random random) {
                int side = SIZE / (1 + strength);
                FaceImage small = Resizing.PILLOW.resize(FaceImage.copyOf(SIZE, SIZE, rgb), side, side);
                Resizing.PILLOW.resize(small, SIZE, SIZE).pixels().get(rgb);
            }
        },
        NOISE {
            @Override
            void apply(byte[] rgb, int strength, Random random) {
                for (int i = 0; i < rgb.length; i++) {
                    rgb[i] = clipped(Byte.toUnsignedInt(rgb[i]) + 10 * strength * random.nextGaussian());
                }
            }
        },
        DARKNESS {
            @Override
            void apply(byte[] rgb, int strength, Random random) {
                for (int i = 0; i < rgb.length; i++) {
                    rgb[i] = clipped(Byte.toUnsignedInt(rgb[i]) * Math.pow(0.5, strength));
                }
            }
        },
        OCCLUSION {
            @Override
            void apply(byte[] rgb, int strength, Random random) {
                int side = 16 * strength;
                int top = random.nextInt(SIZE - side + 1);
                int left = random.nextInt(SIZE - side + 1);
                for (int y = top; y < top + side; y++) {
                    Arrays.fill(rgb, 3 * (y * SIZE + left), 3 * (y * SIZE + left + side), (byte) 0);
                }
            }
        };

        static final int STRENGTHS = 4;

        abstract void apply(byte[] rgb, int strength, Random random);

        private static byte clipped(double value) {
            return (byte) Math.round(Math.max(0, Math.min(255, value)));
        }

        AlignedFace of(AlignedFace face, int strength) {
            byte[] rgb = new byte[3 * SIZE * SIZE];
            face.pixels().get(rgb);
            if (strength > 0) {
                apply(rgb, strength, new Random(ordinal()));
            }
            return AlignedFace.of(FaceImage.copyOf(SIZE, SIZE, rgb));
        }
    }

    private static final Map<String, ToDoubleFunction<Similarities>> SCORES = scores();

    private DiffusionDegradations() {}

    private static Map<String, ToDoubleFunction<Similarities>> scores() {
        Map<String, ToDoubleFunction<Similarities>> scores = new LinkedHashMap<>();
        scores.put("score", Similarities::mean);
        scores.put("noisy", Similarities::noisy);
        scores.put("restored", Similarities::restored);
        scores.put("noisy mirrored", Similarities::noisyMirrored);
        scores.put("restored mirrored", Similarities::restoredMirrored);
        scores.put("mirrored", Similarities::mirrored);
        scores.put("balanced", Similarities::balanced);
        return scores;
    }

    /**
     * Measures and prints.
     *
     * @param arguments folder, denoiser, embedder, faces, repeats
     */
    public static void main(String[] arguments) {
        int count = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 40;
        int repeats = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 4;
        List<AlignedFace> faces = Samples.spread(Path.of(arguments[0]), count);
        try (DiffusionQualityScorer scorer = DiffusionQualityScorer.open(
                ModelFile.of(Path.of(arguments[1])),
                ModelFile.of(Path.of(arguments[2])),
                ModelContract.ediffiqa().withChannelOrder(ModelContract.ChannelOrder.BGR),
                ModelOptions.defaults(),
                DiffusionOptions.builder().repeats(repeats).build())) {
            System.out.printf("%d faces, %d repeats%nkind  %s%n", count, repeats, String.join("  ", SCORES.keySet()));
            for (Kind kind : Kind.values()) {
                System.out.println(kind + "  " + taus(scorer, kind, faces));
            }
        }
    }

    private static String taus(DiffusionQualityScorer scorer, Kind kind, List<AlignedFace> faces) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (AlignedFace face : faces) {
            List<AlignedFace> worse = new ArrayList<>();
            double[] strengths = new double[Kind.STRENGTHS + 1];
            for (int strength = 0; strength <= Kind.STRENGTHS; strength++) {
                worse.add(kind.of(face, strength));
                strengths[strength] = strength;
            }
            List<Similarities> similarities =
                    scorer.explain(worse).stream().map(score -> score.orElseThrow().similarities()).toList();
            SCORES.forEach((name, score) -> sums.merge(
                    name,
                    new KendallsCorrelation().correlation(
                            strengths, similarities.stream().mapToDouble(it -> -score.applyAsDouble(it)).toArray()),
                    Double::sum));
        }
        return String.join("  ", sums.values().stream().map(sum -> String.format("%.2f", sum / faces.size())).toList());
    }
}
