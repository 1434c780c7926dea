package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.ModelId;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxDenoiser;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.diffusion.CounterNoise;
import io.facequality.onnx.diffusion.DdimSampler;
import io.facequality.onnx.diffusion.Denoiser;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionProcedure;
import io.facequality.onnx.diffusion.DiffusionScore;
import io.facequality.onnx.diffusion.ForwardDiffusion;
import io.facequality.onnx.diffusion.NoiseSchedule;
import io.facequality.onnx.diffusion.NoiseSource;
import io.facequality.onnx.diffusion.PictureEmbedder;
import io.facequality.onnx.diffusion.StepPlan;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a face costs, in passes that are counted where the models are called and in time, beside the published procedure
 * taken literally: six calls of the denoiser for each picture, and every embedding computed anew for every repeat. It
 * runs in turn with the others, on the same models, one thread, so that the ratios hold when the machine's speed
 * drifts. Once it has the models as their files are, and once, as all others do, with the rewrites of this library.
 *
 * <p>Arguments: a folder of aligned crops, the denoiser, the embedder (blue first), and perhaps the number of faces (4)
 * and of rounds (3).
 */
public final class DiffusionCost {

    private static final int REPEATS = 10;
    private static final int FLOATS = 3 * AlignedFace.SIZE * AlignedFace.SIZE;
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine();
    private static final NoiseSource NOISE = new CounterNoise(0);

    /** Both models, counting. */
    private static final class Models implements AutoCloseable {

        private final OnnxDenoiser unet;
        private final OnnxEmbedder embedding;
        private int denoiserPasses;
        private int embedderPasses;

        Models(String denoiser, String embedder, boolean rewrites) {
            ModelOptions options = ModelOptions.builder().rewrites(rewrites).build();
            this.unet = OnnxDenoiser.open(ModelFile.of(Path.of(denoiser)), options);
            this.embedding = OnnxEmbedder.open(
                    ModelFile.of(Path.of(embedder)),
                    ModelContract.ediffiqa().withChannelOrder(ModelContract.ChannelOrder.BGR),
                    options);
        }

        Denoiser denoiser() {
            return new Denoiser() {
                @Override
                public float[] denoise(float[] noisy, int count, int time) {
                    denoiserPasses += count;
                    return unet.denoise(noisy, count, time);
                }

                @Override
                public ModelId model() {
                    return unet.model();
                }
            };
        }

        PictureEmbedder embedder() {
            return new PictureEmbedder() {
                @Override
                public List<Embedding> embed(float[] pictures, int count) {
                    embedderPasses += count;
                    return embedding.embedPictures(pictures, count);
                }

                @Override
                public ModelId model() {
                    return embedding.model();
                }
            };
        }

        @Override
        public void close() {
            unet.close();
            embedding.close();
        }
    }

    private interface Scoring {
        double score(AlignedFace face);
    }

    private record Way(Models models, Scoring scoring) {}

    private final List<AlignedFace> faces;
    private final Map<String, Way> ways = new LinkedHashMap<>();

    private DiffusionCost(List<AlignedFace> faces) {
        this.faces = faces;
    }

    /**
     * Measures and prints.
     *
     * @param arguments folder, denoiser, embedder, faces, rounds
     */
    public static void main(String[] arguments) {
        int faces = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 4;
        int rounds = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 3;
        DiffusionCost cost = new DiffusionCost(Samples.spread(Path.of(arguments[0]), faces));
        try (Models asTheyAre = new Models(arguments[1], arguments[2], false);
                Models rewritten = new Models(arguments[1], arguments[2], true)) {
            cost.ways.put("published, literally, models as they are", literal(asTheyAre));
            cost.ways.put("published, literally, models rewritten", literal(rewritten));
            cost.ways.put("10 repeats (default)", procedure(rewritten, options -> options));
            cost.ways.put("error 0.001", procedure(rewritten, options -> options.targetError(0.001)));
            cost.ways.put("error 0.0005", procedure(rewritten, options -> options.targetError(0.0005)));
            cost.ways.put("4 repeats", procedure(rewritten, options -> options.repeats(4)));
            cost.ways.put("2 repeats", procedure(rewritten, options -> options.repeats(2)));
            cost.ways.put("2 repeats, antithetic", procedure(rewritten, options -> options
                    .repeats(2)
                    .minimumRepeats(2)
                    .antithetic(true)));
            cost.ways.put("4 repeats, 2 steps", procedure(rewritten, options -> options
                    .repeats(4)
                    .steps(StepPlan.ofCalls(2))));
            cost.measure(rounds);
        }
    }

    private interface Choice {
        DiffusionOptions.Builder of(DiffusionOptions.Builder options);
    }

    private static Way procedure(Models models, Choice choice) {
        DiffusionProcedure procedure = new DiffusionProcedure(
                models.denoiser(), models.embedder(), choice.of(DiffusionOptions.builder()).build(), 2 * REPEATS);
        ToDoubleFunction<DiffusionScore> value = score -> score.quality().value();
        return new Way(models, face -> value.applyAsDouble(procedure.judge(List.of(face)).get(0).orElseThrow()));
    }

    /** Ten copies of the face and ten of its mirror image go through everything together. */
    private static Way literal(Models models) {
        DdimSampler sampler = new DdimSampler(SCHEDULE, StepPlan.reference());
        ForwardDiffusion forward = new ForwardDiffusion(SCHEDULE);
        return new Way(models, face -> {
            int count = 2 * REPEATS;
            float[] clean = copies(face);
            float[] noisy = new float[clean.length];
            NoiseSource.FaceNoise noise = NOISE.of(face);
            float[] draw = new float[FLOATS];
            for (int row = 0; row < count; row++) {
                noise.draw(new NoiseSource.Place(row % REPEATS, row >= REPEATS, 0), draw);
                forward.noise(Arrays.copyOfRange(clean, row * FLOATS, (row + 1) * FLOATS), draw, noisy, row * FLOATS);
            }
            float[] noised = noisy.clone();
            float[] restored = sampler.restore(models.denoiser(), noisy, count, (row, step, target) ->
                    noise.draw(new NoiseSource.Place(row % REPEATS, row >= REPEATS, step + 1), target));
            List<Embedding> cleanOnes = models.embedder().embed(clean, count);
            List<Embedding> noisedOnes = models.embedder().embed(noised, count);
            List<Embedding> restoredOnes = models.embedder().embed(restored, count);
            double sum = 0;
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                Embedding x = cleanOnes.get(repeat);
                sum += x.cosine(noisedOnes.get(repeat))
                        + x.cosine(restoredOnes.get(repeat))
                        + x.cosine(noisedOnes.get(REPEATS + repeat))
                        + x.cosine(restoredOnes.get(REPEATS + repeat))
                        + x.cosine(cleanOnes.get(REPEATS + repeat));
            }
            return sum / (5 * REPEATS);
        });
    }

    private static float[] copies(AlignedFace face) {
        float[] copies = new float[2 * REPEATS * FLOATS];
        ByteBuffer rgb = face.pixels();
        int plane = FLOATS / 3;
        for (int i = 0; i < FLOATS; i++) {
            float value = ((rgb.get(i) & 0xFF) / 255f - 0.5f) / 0.5f;
            int place = i % 3 * plane + i / 3;
            int column = i / 3 % AlignedFace.SIZE;
            int mirrored = place - column + AlignedFace.SIZE - 1 - column;
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                copies[repeat * FLOATS + place] = value;
                copies[(REPEATS + repeat) * FLOATS + mirrored] = value;
            }
        }
        return copies;
    }

    private void measure(int rounds) {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        Map<String, Double> differences = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            double[] published = new double[faces.size()];
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                Models models = way.getValue().models();
                models.denoiserPasses = 0;
                models.embedderPasses = 0;
                double difference = 0;
                int count = round < 0 ? 1 : faces.size();
                long start = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    double score = way.getValue().scoring().score(faces.get(i));
                    published[i] = way.getKey().equals(first()) ? score : published[i];
                    difference = Math.max(difference, Math.abs(score - published[i]));
                }
                double seconds = (System.nanoTime() - start) * 1e-9 / count;
                if (round >= 0) {
                    times.computeIfAbsent(way.getKey(), key -> new ArrayList<>()).add(seconds);
                    differences.merge(way.getKey(), difference, Math::max);
                }
                if (round == rounds - 1) {
                    print(way.getKey(), models, times, differences.get(way.getKey()));
                }
            }
        }
    }

    private String first() {
        return ways.keySet().iterator().next();
    }

    private void print(String way, Models models, Map<String, List<Double>> times, double difference) {
        double[] own = ratios(times.get(way), times.get(first()));
        List<String> names = List.copyOf(ways.keySet());
        double[] rewritten = times.containsKey(names.get(1))
                ? ratios(times.get(way), times.get(names.get(1)))
                : new double[] {Double.NaN};
        System.out.printf(
                "%-42s %6.1f UNet passes, %5.1f embedder passes, %6.0f ms a face; "
                        + "%.2f times as fast as the first, %.2f as the second; largest difference of a score %.1e%n",
                way,
                (double) models.denoiserPasses / faces.size(),
                (double) models.embedderPasses / faces.size(),
                1000 * median(times.get(way)),
                own[own.length / 2],
                rewritten[rewritten.length / 2],
                difference);
    }

    private static double[] ratios(List<Double> times, List<Double> base) {
        double[] ratios = new double[Math.min(times.size(), base.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = base.get(i) / times.get(i);
        }
        Arrays.sort(ratios);
        return ratios;
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
