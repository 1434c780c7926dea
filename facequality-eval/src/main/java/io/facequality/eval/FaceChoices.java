package io.facequality.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Faces that are worth a look, by their ordinals.
 *
 * @param faces what they are chosen from
 */
public record FaceChoices(JudgedFaces faces) {

    /**
     * The faces that one scorer finds best.
     *
     * @param scorer which of the scorers, from 0
     * @param count how many at most
     * @return the best one first
     */
    public List<Integer> best(int scorer, int count) {
        int[] ascending = Sorting.ascending(faces.scorers().get(scorer).shared());
        return IntStream.range(0, Math.min(count, ascending.length))
                .mapToObj(i -> ascending[ascending.length - 1 - i])
                .toList();
    }

    /**
     * The faces that one scorer finds worst.
     *
     * @param scorer which of the scorers, from 0
     * @param count how many at most
     * @return the worst one first
     */
    public List<Integer> worst(int scorer, int count) {
        return Arrays.stream(Sorting.ascending(faces.scorers().get(scorer).shared())).limit(count).boxed().toList();
    }

    /**
     * The faces whose ranks by two scorers are furthest apart.
     *
     * @param first which of the scorers, from 0
     * @param second another one
     * @param count how many at most
     * @return the face that they disagree on most first
     */
    public List<Integer> disagreedOn(int first, int second, int count) {
        int[] ranks = ranks(first);
        int[] others = ranks(second);
        return IntStream.range(0, faces.size())
                .boxed()
                .sorted(Comparator.comparingInt(face -> -Math.abs(ranks[face] - others[face])))
                .limit(count)
                .toList();
    }

    /**
     * Faces that all scorers find good, no two of one person, to be made worse.
     *
     * @param count how many at most
     * @return those of the highest mean rank first
     */
    public List<Integer> clean(int count) {
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
        int[] ascending = Sorting.ascending(faces.scorers().get(scorer).shared());
        int[] ranks = new int[ascending.length];
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[ascending[rank]] = rank;
        }
        return ranks;
    }
}
