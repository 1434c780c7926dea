package io.facequality.distill.internal.faces;

import io.facequality.Embedding;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * The directions in which an embedder's embeddings lie, so that a student may have shorter features
 * than its teacher. They go through the origin, not through the mean: cosines are what is to stay. An embedder that
 * ends with a narrow layer fills no more directions than that layer is wide, and loses nothing.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class PrincipalDirections {

    private final double[][] directions;
    private final double share;

    private PrincipalDirections(double[][] directions, double share) {
        this.directions = directions;
        this.share = share;
    }

    /**
     * Finds them, by the eigenvectors of the second moments of the embeddings brought to length 1.
     *
     * @param count how many, at most the dimension
     */
    public static PrincipalDirections of(List<Embedding> embeddings, int count) {
        int dimension = embeddings.get(0).dimension();
        double[][] moments = new double[dimension][dimension];
        for (Embedding embedding : embeddings) {
            float[] values = embedding.toArray();
            double factor = 1 / (embedding.norm() * embedding.norm() * embeddings.size());
            for (int i = 0; i < dimension; i++) {
                double scaled = factor * values[i];
                for (int j = 0; j <= i; j++) {
                    moments[i][j] += scaled * values[j];
                }
            }
        }
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < i; j++) {
                moments[j][i] = moments[i][j];
            }
        }
        // Of a symmetric matrix they come with descending eigenvalues, whose sum is 1 here.
        EigenDecomposition parts = new EigenDecomposition(new Array2DRowRealMatrix(moments, false));
        double[][] directions = IntStream.range(0, count)
                .mapToObj(i -> parts.getEigenvector(i).toArray())
                .toArray(double[][]::new);
        double share = IntStream.range(0, count).mapToDouble(parts::getRealEigenvalue).sum();
        return new PrincipalDirections(directions, share);
    }

    /** How much of the embeddings' squared length lies in these directions, 0..1. */
    double share() {
        return share;
    }

    /**
     * Other axes of the same space, in which embeddings are as near as they can be to features that a model gives. The
     * cosines stay. So a training that starts from that model does not first have to learn what is only a rotation, and
     * its features stay comparable with those that the model gave before.
     *
     * @param embeddings some embeddings
     * @param features the model's features of the same faces, in the same order, with a number for each direction
     */
    public PrincipalDirections turnedTo(List<Embedding> embeddings, List<Embedding> features) {
        int count = directions.length;
        double[][] products = new double[count][count];
        for (int face = 0; face < embeddings.size(); face++) {
            Embedding parts = of(embeddings.get(face));
            float[] from = parts.toArray();
            float[] to = features.get(face).toArray();
            double factor = 1 / (parts.norm() * features.get(face).norm());
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < count; j++) {
                    products[i][j] += factor * to[i] * from[j];
                }
            }
        }
        // The rotation that brings one set of points nearest to another (Schoenemann, Psychometrika 1966).
        SingularValueDecomposition parts = new SingularValueDecomposition(new Array2DRowRealMatrix(products, false));
        double[][] turned = parts.getU()
                .multiply(parts.getVT())
                .multiply(new Array2DRowRealMatrix(directions, false))
                .getData();
        return new PrincipalDirections(turned, share);
    }

    /** An embedding's parts along the directions. */
    public Embedding of(Embedding embedding) {
        float[] values = embedding.toArray();
        float[] parts = new float[directions.length];
        for (int i = 0; i < parts.length; i++) {
            double sum = 0;
            for (int j = 0; j < values.length; j++) {
                sum += directions[i][j] * values[j];
            }
            parts[i] = (float) sum;
        }
        return Embedding.copyOf(parts);
    }
}
