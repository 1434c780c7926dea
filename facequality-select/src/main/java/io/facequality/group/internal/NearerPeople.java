package io.facequality.group.internal;

import io.facequality.Embedding;
import io.facequality.group.Finding.NearerToAnotherPerson;
import io.facequality.group.internal.search.Cosine;
import io.facequality.group.internal.search.TileKernel;
import io.facequality.group.internal.search.UnitVectorPanels;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds faces that are nearer to the mean face of another person than to the mean of the other faces of their own.
 *
 * @param margin how much nearer
 * @param workers the threads that compare
 */
record NearerPeople(double margin, Workers workers) {

    List<NearerToAnotherPerson> find(LabeledFaces faces) {
        if (faces.people() < 2) {
            return List.of();
        }
        List<Embedding> embeddings = faces.embeddings();
        List<double[]> sums = sums(faces, embeddings);
        Nearest nearest = nearest(faces, embeddings, sums);
        List<NearerToAnotherPerson> findings = new ArrayList<>();
        for (int face = 0; face < faces.size(); face++) {
            int person = faces.person(face);
            if (faces.faceCount(person) == 1 || nearest.people[face] == Nearest.NOBODY) {
                continue;
            }
            double toOwn = similarityToOthers(embeddings.get(face), sums.get(person));
            double toOther = Cosine.clamped(nearest.similarities[face]);
            if (toOther > toOwn + margin) {
                findings.add(new NearerToAnotherPerson(
                        faces.face(face).id(),
                        faces.name(person),
                        toOwn,
                        faces.name(nearest.people[face]),
                        toOther));
            }
        }
        return findings;
    }

    /** For each person the sum of the normalized embeddings. */
    private static List<double[]> sums(LabeledFaces faces, List<Embedding> embeddings) {
        int dimension = Cosine.commonDimension(embeddings);
        List<double[]> sums = new ArrayList<>();
        for (int person = 0; person < faces.people(); person++) {
            sums.add(new double[dimension]);
        }
        for (int face = 0; face < faces.size(); face++) {
            float[] unit = Cosine.unit(embeddings.get(face));
            double[] sum = sums.get(faces.person(face));
            for (int d = 0; d < dimension; d++) {
                sum[d] += unit[d];
            }
        }
        return sums;
    }

    /** For each face the nearest of the other people. */
    private Nearest nearest(LabeledFaces faces, List<Embedding> embeddings, List<double[]> sums) {
        List<Integer> usable = new ArrayList<>();
        List<Embedding> representatives = new ArrayList<>();
        for (int person = 0; person < sums.size(); person++) {
            Embedding representative = Embedding.copyOf(toFloats(sums.get(person)));
            if (representative.isUsable()) {
                usable.add(person);
                representatives.add(representative);
            }
        }
        Nearest nearest = new Nearest(faces.size());
        UnitVectorPanels rows = UnitVectorPanels.of(embeddings);
        UnitVectorPanels columns = UnitVectorPanels.of(representatives);
        rows.forEachTileWith(columns, workers, (rowPanel, columnPanel, tile) -> {
            for (int i = 0; i < rows.panelSize(rowPanel); i++) {
                int face = rows.panelStart(rowPanel) + i;
                for (int j = 0; j < columns.panelSize(columnPanel); j++) {
                    int person = usable.get(columns.panelStart(columnPanel) + j);
                    if (person != faces.person(face)) {
                        nearest.offer(face, person, tile[i * TileKernel.SIDE + j]);
                    }
                }
            }
        });
        return nearest;
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** The cosine to the mean of the person's other faces; -1, the farthest, if they cancel out. */
    private static double similarityToOthers(Embedding embedding, double[] sum) {
        float[] unit = Cosine.unit(embedding);
        double product = 0;
        double square = 0;
        for (int d = 0; d < unit.length; d++) {
            double other = sum[d] - unit[d];
            product += other * unit[d];
            square += other * other;
        }
        return square > 0 ? Math.max(-1, Math.min(1, product / Math.sqrt(square))) : -1;
    }

    /** The nearest person of each face; each face is used by one thread. */
    private static final class Nearest {

        private static final int NOBODY = -1;

        private final int[] people;
        private final float[] similarities;

        Nearest(int faces) {
            people = new int[faces];
            similarities = new float[faces];
            Arrays.fill(people, NOBODY);
        }

        void offer(int face, int person, float similarity) {
            if (people[face] == NOBODY
                    || similarity > similarities[face]
                    || similarity == similarities[face] && person < people[face]) {
                people[face] = person;
                similarities[face] = similarity;
            }
        }
    }
}
