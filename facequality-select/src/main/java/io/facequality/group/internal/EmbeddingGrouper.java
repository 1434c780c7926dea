package io.facequality.group.internal;

import io.facequality.DuplicateGrouper;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.group.internal.search.EmbeddingSimilarities;
import io.facequality.group.internal.search.SimilarityIndex;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.internal.Workers;
import java.util.List;

/**
 * Groups faces by their embeddings, with any search. An approximate one may miss pairs.
 *
 * @param clustering makes groups of close pairs
 * @param search finds the pairs, with threads of its own
 * @param workers compare the faces of a group
 */
public record EmbeddingGrouper(Clustering clustering, SimilaritySearch search, Workers workers)
        implements DuplicateGrouper {

    @Override
    public List<FaceGroup> group(List<FaceRecord> faces) {
        OrderedFaces ordered = new OrderedFaces(faces);
        List<Embedding> embeddings =
                ordered.faces().stream().map(FaceRecord::embedding).toList();
        try (SimilarityIndex index = search.index(embeddings)) {
            return ordered.groups(clustering.clusters(new EmbeddingSimilarities(embeddings, index, workers)));
        }
    }
}
