package io.facequality.eval;

import io.facequality.Embedding;
import io.facequality.ModelId;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/** People as points, faces as points around them: the further away, the worse, which one scorer knows and one does not. */
final class SyntheticFaces {

    private static final int DIMENSION = 16;

    private final List<String> names = new ArrayList<>();
    private final List<String> people = new ArrayList<>();
    private final List<Embedding> embeddings = new ArrayList<>();
    private final double[] knowing;
    private final double[] guessing;

    SyntheticFaces(int peopleCount, int facesEach, long seed) {
        RandomGenerator random = new Well19937c(seed);
        knowing = new double[peopleCount * facesEach];
        guessing = new double[knowing.length];
        for (int person = 0; person < peopleCount; person++) {
            double[] centre = random(random, 1);
            for (int i = 0; i < facesEach; i++) {
                double noise = 0.1 + 1.5 * random.nextDouble();
                double[] offset = random(random, noise);
                float[] values = new float[DIMENSION];
                for (int k = 0; k < DIMENSION; k++) {
                    values[k] = (float) (centre[k] + offset[k]);
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

    JudgedFaces faces() {
        return with(List.of(
                QualityColumn.copyOf("knowing", ModelId.ofCode("knowing", "1"), knowing),
                QualityColumn.copyOf("guessing", ModelId.ofCode("guessing", "1"), guessing)));
    }

    JudgedFaces with(List<QualityColumn> scorers) {
        return JudgedFaces.of(
                names, people, scorers,
                List.of(new EmbeddingColumn("points", ModelId.ofCode("points", "1"), embeddings)));
    }
}
