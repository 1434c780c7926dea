package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.images.Resizing;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * Whether scores fall as a face gets worse: each face in known degradations of rising strength, and Kendall's tau
 * between the strength and the loss of score, averaged over the faces; 1 is a score that falls with every step. For the
 * score and for each of the five similarities that it is made of, as Markdown. The table is printed anew after every
 * ten faces, so that a run may be ended when it has shown enough.
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
                Image small = Resizing.PILLOW.resize(Image.copyOf(SIZE, SIZE, rgb), side, side);
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
            apply(rgb, strength, new Random(ordinal()));
            return AlignedFace.of(Image.copyOf(SIZE, SIZE, rgb));
        }
    }

    private static final int FACES_BETWEEN_TABLES = 10;
    private static final Map<String, ToDoubleFunction<Similarities>> SCORES = scores();

    private final DiffusionQualityScorer scorer;
    private final Map<Kind, double[]> sums = new EnumMap<>(Kind.class);
    private int faces;

    private DiffusionDegradations(DiffusionQualityScorer scorer) {
        this.scorer = scorer;
    }

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
            DiffusionDegradations table = new DiffusionDegradations(scorer);
            for (int from = 0; from < count; from += FACES_BETWEEN_TABLES) {
                table.add(faces.subList(from, Math.min(count, from + FACES_BETWEEN_TABLES)));
                table.print(repeats);
            }
        }
    }

    /** Adds faces, on all processors; what comes out does not depend on how many there are. */
    private void add(List<AlignedFace> some) {
        for (Map<Kind, double[]> taus : some.parallelStream().map(this::taus).toList()) {
            taus.forEach((kind, values) -> sums.merge(kind, values, DiffusionDegradations::sum));
        }
        faces += some.size();
    }

    private static double[] sum(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }

    /** For each kind the tau of every score. The face as it is belongs to all kinds and is scored once. */
    private Map<Kind, double[]> taus(AlignedFace face) {
        List<AlignedFace> pictures = new ArrayList<>(List.of(face));
        for (Kind kind : Kind.values()) {
            IntStream.rangeClosed(1, Kind.STRENGTHS).forEach(strength -> pictures.add(kind.of(face, strength)));
        }
        List<Similarities> similarities =
                scorer.explain(pictures).stream().map(score -> score.orElseThrow().similarities()).toList();
        Map<Kind, double[]> taus = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            int from = 1 + kind.ordinal() * Kind.STRENGTHS;
            List<Similarities> worse = new ArrayList<>(List.of(similarities.get(0)));
            worse.addAll(similarities.subList(from, from + Kind.STRENGTHS));
            taus.put(kind, SCORES.values().stream().mapToDouble(score -> tau(worse, score)).toArray());
        }
        return taus;
    }

    private static double tau(List<Similarities> worse, ToDoubleFunction<Similarities> score) {
        double[] strengths = IntStream.range(0, worse.size()).asDoubleStream().toArray();
        double[] losses = worse.stream().mapToDouble(it -> -score.applyAsDouble(it)).toArray();
        return new KendallsCorrelation().correlation(strengths, losses);
    }

    private void print(int repeats) {
        System.out.printf("%d faces, %d repeats%n%n| worse by | %s |%n| --- |%s%n",
                faces, repeats, String.join(" | ", SCORES.keySet()), " --- |".repeat(SCORES.size()));
        sums.forEach((kind, taus) -> System.out.printf("| %s |%s%n",
                kind.name().toLowerCase(Locale.ROOT),
                Arrays.stream(taus)
                        .mapToObj(sum -> String.format(Locale.ROOT, " %.2f |", sum / faces))
                        .collect(Collectors.joining())));
        System.out.println();
    }
}
