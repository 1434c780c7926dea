package io.facequality.eval;

import io.facequality.Embedding;
import io.facequality.ModelId;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/** People are points, and faces are points around them: the farther, the worse. One scorer knows that, the other guesses. */
public final class SyntheticFaces {

    private static final int DIMENSION = 16;

    private final List<String> names = new ArrayList<>();
    private final List<String> people = new ArrayList<>();
    private final List<Embedding> embeddings = new ArrayList<>();
    private final double[] knowing;
    private final double[] guessing;

    public SyntheticFaces(int peopleCount, int facesEach, long seed) {
        RandomGenerator random = new Well19937c(seed);
        knowing = new double[peopleCount * facesEach];
        guessing = new double[knowing.length];
        for (int person = 0; person < peopleCount; person++) {
            double[] center = random(random, 1);
            for (int i = 0; i < facesEach; i++) {
                double noise = 0.1 + 1.5 * random.nextDouble();
                double[] offset = random(random, noise);
                float[] values = new float[DIMENSION];
                for (int k = 0; k < DIMENSION; k++) {
                    values[k] = (float) (center[k] + offset[k]);
                }
                knowing[names.size()] = -noise;
                guessing[names.size()] = random.nextDouble();
                names.add("person-" + person + "/" + i + ".png");
                people.add("person-" + person);
                embeddings.add(Embedding.copyOf(values));
            }
        }
    }

    private static double[] random(RandomGenerator random, double deviation) {
        double[] values = new double[DIMENSION];
        for (int k = 0; k < DIMENSION; k++) {
            values[k] = deviation * random.nextGaussian();
        }
        return values;
    }

    public EvaluatedFaces faces() {
        return with(List.of(
                EvaluatedFaces.Scores.copyOf("knowing", ModelId.ofCode("knowing", "1"), knowing),
                EvaluatedFaces.Scores.copyOf("guessing", ModelId.ofCode("guessing", "1"), guessing)));
    }

    public EvaluatedFaces with(List<EvaluatedFaces.Scores> scorers) {
        return EvaluatedFaces.of(
                names, people, scorers,
                List.of(new EvaluatedFaces.Embeddings("points", ModelId.ofCode("points", "1"), embeddings)));
    }
}
