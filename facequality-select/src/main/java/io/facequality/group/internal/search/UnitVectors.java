package io.facequality.group.internal.search;

import io.facequality.Embedding;
import java.util.List;

/** Vectors of length one, by ordinal, wherever they are kept. Immutable and safe for several threads. */
public interface UnitVectors {

    int size();

    /** The components of each; 0 if there are no vectors. */
    int dimension();

    /**
     * Copies a vector.
     *
     * @param ordinal from 0 to below {@link #size}
     * @param unit where its components go
     */
    void copy(int ordinal, float[] unit);

    /** Looks at vectors of length one in memory, at least one. */
    static UnitVectors of(float[][] units) {
        return new HeldUnitVectors(units);
    }

    /** Looks at embeddings, all of one dimension and with a direction; takes no memory of its own. */
    static UnitVectors of(List<Embedding> embeddings) {
        int dimension = Cosine.commonDimension(embeddings);
        return new UnitVectors() {
            @Override
            public int size() {
                return embeddings.size();
            }

            @Override
            public int dimension() {
                return dimension;
            }

            @Override
            public void copy(int ordinal, float[] unit) {
                Embedding embedding = embeddings.get(ordinal);
                for (int d = 0; d < dimension; d++) {
                    unit[d] = Cosine.unitComponent(embedding, d);
                }
            }
        };
    }
}
