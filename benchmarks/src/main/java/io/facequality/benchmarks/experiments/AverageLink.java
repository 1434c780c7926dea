package io.facequality.benchmarks.experiments;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.group.internal.search.Cosine;
import java.util.ArrayList;
import java.util.List;

/** The plain script to compare with: average linkage of cosines, stopped at one of them, by the most similar pair. */
record AverageLink(double threshold) implements DuplicateGrouper {

    @Override
    public List<FaceGroup> group(List<FaceRecord> faces) {
        int size = faces.size();
        float[][] similarities = similarities(faces);
        List<List<FaceRecord>> clusters = new ArrayList<>();
        int[] nearest = new int[size];
        for (int i = 0; i < size; i++) {
            clusters.add(new ArrayList<>(List.of(faces.get(i))));
            nearest[i] = nearest(similarities, clusters, i);
        }
        while (true) {
            int best = -1;
            for (int i = 0; i < size; i++) {
                boolean isOpen = clusters.get(i) != null && nearest[i] >= 0;
                if (isOpen && (best < 0 || similarities[i][nearest[i]] > similarities[best][nearest[best]])) {
                    best = i;
                }
            }
            if (best < 0 || similarities[best][nearest[best]] < threshold) {
                return clusters.stream()
                        .filter(cluster -> cluster != null)
                        .map(cluster -> new FaceGroup(cluster.get(0).id().toString(), cluster))
                        .toList();
            }
            join(similarities, clusters, nearest, best, nearest[best]);
        }
    }

    private static float[][] similarities(List<FaceRecord> faces) {
        float[][] units = faces.stream().map(face -> Cosine.unit(face.embedding())).toArray(float[][]::new);
        float[][] similarities = new float[units.length][units.length];
        for (int i = 0; i < units.length; i++) {
            for (int j = 0; j < i; j++) {
                similarities[i][j] = Cosine.of(units[i], units[j]);
                similarities[j][i] = similarities[i][j];
            }
        }
        return similarities;
    }

    private static int nearest(float[][] similarities, List<List<FaceRecord>> clusters, int of) {
        int nearest = -1;
        for (int other = 0; other < similarities.length; other++) {
            boolean isOpen = other != of && (other >= clusters.size() || clusters.get(other) != null);
            if (isOpen && (nearest < 0 || similarities[of][other] > similarities[of][nearest])) {
                nearest = other;
            }
        }
        return nearest;
    }

    private static void join(
            float[][] similarities, List<List<FaceRecord>> clusters, int[] nearest, int into, int from) {
        int a = clusters.get(into).size();
        int b = clusters.get(from).size();
        clusters.get(into).addAll(clusters.get(from));
        clusters.set(from, null);
        for (int other = 0; other < nearest.length; other++) {
            float mean = (a * similarities[into][other] + b * similarities[from][other]) / (a + b);
            similarities[into][other] = mean;
            similarities[other][into] = mean;
        }
        for (int other = 0; other < nearest.length; other++) {
            if (clusters.get(other) == null) {
                continue;
            }
            if (other == into || nearest[other] == into || nearest[other] == from) {
                nearest[other] = nearest(similarities, clusters, other);
            } else if (similarities[other][into] > similarities[other][nearest[other]]) {
                nearest[other] = into;
            }
        }
    }
}
