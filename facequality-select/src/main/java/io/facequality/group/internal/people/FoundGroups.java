package io.facequality.group.internal.people;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceRecord;
import io.facequality.group.People;
import io.facequality.group.People.Member;
import io.facequality.group.People.Unknown;
import io.facequality.group.internal.OrderedFaces;
import io.facequality.group.internal.search.EmbeddingSimilarities;
import io.facequality.group.internal.search.SimilarityMatrix.OrdinalPair;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** People as groups of faces to choose among. */
public final class FoundGroups {

    private FoundGroups() {}

    /** One group for each person and each unknown face, each with its widest pair, in the order of their first faces. */
    public static List<FaceGroup> of(People people, Workers workers) {
        List<FaceGroup> groups = new ArrayList<>();
        people.persons().forEach(person -> groups.add(
                group(person.name(), person.faces().stream().map(Member::face).toList(), workers)));
        List<Unknown> unknown = people.unknown();
        for (int i = 0; i < unknown.size(); i++) {
            String name = String.format(Locale.ROOT, "unknown-%04d", i + 1);
            groups.add(new FaceGroup(name, List.of(unknown.get(i).face())));
        }
        return groups.stream().sorted(OrderedFaces.BY_FIRST_FACE).toList();
    }

    private static FaceGroup group(String name, List<FaceRecord> faces, Workers workers) {
        return new FaceGroup(name, faces, faces.size() < 2 ? Optional.empty() : Optional.of(widest(faces, workers)));
    }

    private static WidestPair widest(List<FaceRecord> faces, Workers workers) {
        List<Embedding> embeddings = faces.stream().map(FaceRecord::embedding).toList();
        OrdinalPair pair = new EmbeddingSimilarities(
                        embeddings, SimilaritySearch.exact(workers.threads()).index(embeddings), workers)
                .widest(IntStream.range(0, faces.size()).toArray());
        return new WidestPair(faces.get(pair.first()).id(), faces.get(pair.second()).id(), pair.similarity());
    }
}
