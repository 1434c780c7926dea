package io.facequality.eval.folder;

import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.internal.Sorting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Chooses faces to look at, and faces to degrade. Faces are named by their positions.
 *
 * @param faces the faces to choose from
 */
record FaceChoices(EvaluatedFaces faces) {

    /** The faces with the highest scores by one scorer, the best one first. */
    List<Integer> best(int scorer, int count) {
        int[] ascending = Sorting.ascending(faces.scorers().get(scorer).toArray());
        return IntStream.range(0, Math.min(count, ascending.length))
                .mapToObj(i -> ascending[ascending.length - 1 - i])
                .toList();
    }

    /** The faces with the lowest scores by one scorer, the worst one first. */
    List<Integer> worst(int scorer, int count) {
        return Arrays.stream(Sorting.ascending(faces.scorers().get(scorer).toArray())).limit(count).boxed().toList();
    }

    /** The faces whose ranks by two scorers differ most, the largest difference first. */
    List<Integer> disagreedOn(int first, int second, int count) {
        int[] ranks = ranks(first);
        int[] others = ranks(second);
        return IntStream.range(0, faces.size())
                .boxed()
                .sorted(Comparator.comparingInt(face -> -Math.abs(ranks[face] - others[face])))
                .limit(count)
                .toList();
    }

    /** Faces with high ranks by all scorers, at most one per person, the highest mean rank first. */
    List<Integer> clean(int count) {
        long[] sums = new long[faces.size()];
        for (int scorer = 0; scorer < faces.scorers().size(); scorer++) {
            int[] ranks = ranks(scorer);
            Arrays.setAll(sums, face -> sums[face] + ranks[face]);
        }
        Set<Integer> people = new HashSet<>();
        List<Integer> clean = new ArrayList<>();
        IntStream.range(0, faces.size())
                .boxed()
                .sorted(Comparator.comparingLong(face -> -sums[face]))
                .filter(face -> people.add(faces.person(face)))
                .limit(count)
                .forEach(clean::add);
        return clean;
    }

    private int[] ranks(int scorer) {
        int[] ascending = Sorting.ascending(faces.scorers().get(scorer).toArray());
        int[] ranks = new int[ascending.length];
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[ascending[rank]] = rank;
        }
        return ranks;
    }
}
