package io.facequality.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Clusters by plain loops, straight from the definitions. */
final class BruteForceClusters {

    private final double[][] similarities;
    private final double threshold;

    BruteForceClusters(double[][] similarities, double threshold) {
        this.similarities = similarities;
        this.threshold = threshold;
    }

    /** Grows each part until no outsider is close to a member. */
    List<List<Integer>> connected() {
        return grown(Faces.upTo(similarities.length));
    }

    private List<List<Integer>> grown(List<Integer> allowed) {
        List<List<Integer>> parts = new ArrayList<>();
        TreeSet<Integer> left = new TreeSet<>(allowed);
        while (!left.isEmpty()) {
            TreeSet<Integer> part = new TreeSet<>(List.of(left.pollFirst()));
            boolean grew = true;
            while (grew) {
                List<Integer> close = left.stream()
                        .filter(face -> part.stream().anyMatch(member -> isClose(face, member)))
                        .toList();
                grew = part.addAll(close);
                left.removeAll(close);
            }
            parts.add(List.copyOf(part));
        }
        return parts;
    }

    /** Joins the two clusters whose least similar pair is most similar, again and again. */
    List<List<Integer>> complete() {
        List<List<Integer>> clusters = new ArrayList<>();
        Faces.upTo(similarities.length).forEach(face -> clusters.add(List.of(face)));
        while (true) {
            int bestA = -1;
            int bestB = -1;
            double best = threshold;
            for (int a = 0; a < clusters.size(); a++) {
                for (int b = a + 1; b < clusters.size(); b++) {
                    double similarity = least(clusters.get(a), clusters.get(b));
                    if (bestA < 0 ? similarity >= best : similarity > best) {
                        best = similarity;
                        bestA = a;
                        bestB = b;
                    }
                }
            }
            if (bestA < 0) {
                clusters.sort(Comparator.comparing(cluster -> cluster.get(0)));
                return clusters;
            }
            TreeSet<Integer> joined = new TreeSet<>(clusters.get(bestA));
            joined.addAll(clusters.remove(bestB));
            clusters.set(bestA, List.copyOf(joined));
        }
    }

    private double least(List<Integer> one, List<Integer> other) {
        return one.stream()
                .flatMapToDouble(a -> other.stream().mapToDouble(b -> similarities[a][b]))
                .min()
                .orElseThrow();
    }

    /** Cores that are close to each other, and each border face with its most similar core. */
    List<List<Integer>> density(int minimumNeighbors) {
        List<Integer> all = Faces.upTo(similarities.length);
        List<Integer> cores = all.stream()
                .filter(face -> all.stream()
                                .filter(other -> other.equals(face) || isClose(face, other))
                                .count()
                        >= minimumNeighbors)
                .toList();
        List<TreeSet<Integer>> clusters = new ArrayList<>();
        grown(cores).forEach(part -> clusters.add(new TreeSet<>(part)));
        for (int face : all) {
            if (!cores.contains(face)) {
                cores.stream()
                        .filter(core -> isClose(face, core))
                        .min(Comparator.comparingDouble((Integer core) -> -similarities[face][core])
                                .thenComparingInt(core -> core))
                        .ifPresentOrElse(
                                core -> clusters.stream()
                                        .filter(cluster -> cluster.contains(core))
                                        .findFirst()
                                        .orElseThrow()
                                        .add(face),
                                () -> clusters.add(new TreeSet<>(List.of(face))));
            }
        }
        return clusters.stream()
                .sorted(Comparator.comparing(TreeSet::first))
                .map(cluster -> List.copyOf(cluster))
                .toList();
    }

    private boolean isClose(int first, int second) {
        return similarities[first][second] >= threshold;
    }
}
