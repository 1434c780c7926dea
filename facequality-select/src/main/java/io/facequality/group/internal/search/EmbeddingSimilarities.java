package io.facequality.group.internal.search;

import io.facequality.Embedding;
import io.facequality.group.internal.search.SimilarityMatrix.OrdinalPair;
import io.facequality.internal.Workers;
import java.util.Arrays;
import java.util.List;

/** Cosines of embeddings: near pairs by an index, all others computed when asked for. */
public final class EmbeddingSimilarities implements Similarities {

    /** Below this size plain loops are quicker than making panels. */
    private static final int FEW = 48;

    private final List<Embedding> embeddings;
    private final SimilarityIndex index;
    private final Workers workers;

    public EmbeddingSimilarities(List<Embedding> embeddings, SimilarityIndex index, Workers workers) {
        this.embeddings = embeddings;
        this.index = index;
        this.workers = workers;
    }

    @Override
    public int size() {
        return embeddings.size();
    }

    @Override
    public void pairs(double threshold, PairVisitor visitor) {
        index.pairs(threshold, visitor);
    }

    @Override
    public double similarity(int first, int second) {
        return Cosine.clamped(Cosine.of(Cosine.unit(embeddings.get(first)), Cosine.unit(embeddings.get(second))));
    }

    @Override
    public OrdinalPair widest(int[] members) {
        return members.length < FEW ? widestOfFew(members) : widestOfMany(members);
    }

    private OrdinalPair widestOfFew(int[] members) {
        float[][] units = Arrays.stream(members)
                .mapToObj(member -> Cosine.unit(embeddings.get(member)))
                .toArray(float[][]::new);
        OrdinalPair widest = new OrdinalPair(members[0], members[1], Cosine.clamped(Cosine.of(units[0], units[1])));
        for (int i = 0; i < members.length; i++) {
            for (int j = i + 1; j < members.length; j++) {
                double similarity = Cosine.clamped(Cosine.of(units[i], units[j]));
                widest = OrdinalPair.lessSimilar(widest, new OrdinalPair(members[i], members[j], similarity));
            }
        }
        return widest;
    }

    private OrdinalPair widestOfMany(int[] members) {
        UnitVectorPanels vectors = panels(members);
        OrdinalPair[] widest = {new OrdinalPair(members[0], members[1], similarity(members[0], members[1]))};
        vectors.forEachTile(workers, (rowPanel, columnPanel, tile) -> {
            OrdinalPair widestOfTile = widestOfTile(vectors, rowPanel, columnPanel, tile);
            if (widestOfTile.first() != widestOfTile.second()) {
                OrdinalPair pair = new OrdinalPair(
                        members[widestOfTile.first()], members[widestOfTile.second()], widestOfTile.similarity());
                synchronized (widest) {
                    widest[0] = OrdinalPair.lessSimilar(widest[0], pair);
                }
            }
        });
        return widest[0];
    }

    /** By place; a vector with itself if the tile holds no pair. */
    private static OrdinalPair widestOfTile(UnitVectorPanels vectors, int rowPanel, int columnPanel, float[] tile) {
        int rowStart = vectors.panelStart(rowPanel);
        int columnStart = vectors.panelStart(columnPanel);
        int first = rowStart;
        int second = rowStart;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < vectors.panelSize(rowPanel); i++) {
            for (int j = rowPanel == columnPanel ? i + 1 : 0; j < vectors.panelSize(columnPanel); j++) {
                double similarity = Cosine.clamped(tile[i * TileKernel.SIDE + j]);
                if (similarity < smallest) {
                    smallest = similarity;
                    first = rowStart + i;
                    second = columnStart + j;
                }
            }
        }
        return new OrdinalPair(first, second, smallest);
    }

    @Override
    public SimilarityMatrix matrix(int[] members) {
        UnitVectorPanels vectors = panels(members);
        SimilarityMatrix matrix = new SimilarityMatrix(members.length);
        // Tiles do not overlap, so that threads write different cells.
        vectors.forEachTile(workers, (rowPanel, columnPanel, tile) -> {
            for (int i = 0; i < vectors.panelSize(rowPanel); i++) {
                for (int j = 0; j < vectors.panelSize(columnPanel); j++) {
                    matrix.set(
                            vectors.panelStart(rowPanel) + i,
                            vectors.panelStart(columnPanel) + j,
                            Cosine.clamped(tile[i * TileKernel.SIDE + j]));
                }
            }
        });
        return matrix;
    }

    private UnitVectorPanels panels(int[] members) {
        return UnitVectorPanels.of(
                Arrays.stream(members).mapToObj(embeddings::get).toList());
    }
}
