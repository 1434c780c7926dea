package io.facequality.group;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.InvalidInputException;
import io.facequality.group.Finding.NearerToAnotherPerson;
import io.facequality.group.Finding.SamePictureUnderTwoPeople;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks for faces that seem to lie under the wrong person, and reports them; it changes nothing.
 *
 * <ul>
 *   <li>A face that is nearer to another person's representative than to its own. A representative is the mean of the
 *       normalised embeddings; a face's own is the mean of the person's <em>other</em> faces, so that a face does not
 *       vouch for itself. A person with one face has no other, so that face is not judged, but others are compared with
 *       it.
 *   <li>The same picture under two people: equal digests, or perceptual hashes, of a picture and another or its
 *       mirror image, that differ in few bits.
 * </ul>
 *
 * <p>Of a picture that lies under many people, each face but the first is reported once, with the most alike before it.
 *
 * <p>How many findings are true depends on the embedder: a weak one finds many a stranger nearer. {@link
 * Builder#margin} asks for a clearer difference.
 *
 * <p>Cost: {@code n p d} products for n faces of p people; for hashes all pairs. Immutable and safe for several
 * threads.
 */
public final class LabelNoiseCheck {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::face)
            .thenComparing(finding -> finding instanceof SamePictureUnderTwoPeople)
            .thenComparing(Finding::message);

    private final Builder settings;
    private final Workers workers;

    private LabelNoiseCheck(Builder settings) {
        this.settings = settings;
        this.workers = new Workers(settings.threads);
    }

    /**
     * The settings to start from: no margin, equal files only, one thread.
     *
     * @return immutable settings
     */
    public static Builder builder() {
        return new Builder(0, face -> Optional.empty(), PictureGrouper.DEFAULT_MAXIMUM_DISTANCE, 1);
    }

    /**
     * Looks at people.
     *
     * @param people each person's faces; embeddings of one dimension
     * @return what was found, in the order of the faces' ids, whatever the order of people and faces
     * @throws InvalidInputException if a face comes twice or embeddings differ in dimension
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; it stays so
     */
    public List<Finding> findings(List<FaceGroup> people) {
        Labelled faces = Labelled.of(people);
        List<Finding> findings = new ArrayList<>(nearerToOthers(faces));
        findings.addAll(samePictures(faces));
        findings.sort(ORDER);
        return List.copyOf(findings);
    }

    private List<Finding> nearerToOthers(Labelled faces) {
        if (faces.people.size() < 2) {
            return List.of();
        }
        List<double[]> sums = sums(faces);
        List<Integer> usable = new ArrayList<>();
        List<Embedding> representatives = new ArrayList<>();
        for (int person = 0; person < sums.size(); person++) {
            Embedding representative = Embedding.copyOf(toFloats(sums.get(person)));
            if (representative.isUsable()) {
                usable.add(person);
                representatives.add(representative);
            }
        }
        Nearest nearest = new Nearest(faces.faces.size());
        UnitVectorPanels rows = UnitVectorPanels.of(faces.embeddings);
        UnitVectorPanels columns = UnitVectorPanels.of(representatives);
        rows.forEachTileWith(columns, workers, (rowPanel, columnPanel, tile) -> {
            for (int i = 0; i < rows.panelSize(rowPanel); i++) {
                int face = rows.panelStart(rowPanel) + i;
                for (int j = 0; j < columns.panelSize(columnPanel); j++) {
                    int person = usable.get(columns.panelStart(columnPanel) + j);
                    if (person != faces.persons[face]) {
                        nearest.offer(face, person, tile[i * TileKernel.SIDE + j]);
                    }
                }
            }
        });
        return nearerToOthers(faces, sums, nearest);
    }

    private List<Finding> nearerToOthers(Labelled faces, List<double[]> sums, Nearest nearest) {
        List<Finding> findings = new ArrayList<>();
        for (int face = 0; face < faces.faces.size(); face++) {
            int person = faces.persons[face];
            double own = similarityToOthersOf(faces.embeddings.get(face), sums.get(person));
            double toOther = Cosine.clamped(nearest.similarities[face]);
            boolean isJudged = faces.sizes[person] > 1 && nearest.people[face] != Nearest.NOBODY;
            if (isJudged && toOther > own + settings.margin) {
                findings.add(new NearerToAnotherPerson(
                        faces.faces.get(face).id(),
                        faces.people.get(person),
                        own,
                        faces.people.get(nearest.people[face]),
                        toOther));
            }
        }
        return findings;
    }

    private static List<double[]> sums(Labelled faces) {
        int dimension = Cosine.commonDimension(faces.embeddings);
        List<double[]> sums = new ArrayList<>();
        faces.people.forEach(person -> sums.add(new double[dimension]));
        for (int face = 0; face < faces.faces.size(); face++) {
            float[] unit = Cosine.unit(faces.embeddings.get(face));
            double[] sum = sums.get(faces.persons[face]);
            for (int d = 0; d < dimension; d++) {
                sum[d] += unit[d];
            }
        }
        return sums;
    }

    /** The cosine to the mean without the face; -1, the farthest, if the others cancel out. */
    private static double similarityToOthersOf(Embedding embedding, double[] sum) {
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

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private List<Finding> samePictures(Labelled faces) {
        Counterparts counterparts = new Counterparts(faces);
        offerEqualFiles(faces, counterparts);
        offerAlikePictures(faces, counterparts);
        return counterparts.findings();
    }

    /** Of equal files, the first and the first of another person are counterparts enough for all that follow. */
    private static void offerEqualFiles(Labelled faces, Counterparts counterparts) {
        record Place(String pictureSha256, int face) {}
        Map<Place, Integer> first = new HashMap<>();
        Map<Place, Integer> firstOfAnother = new HashMap<>();
        for (int face = 0; face < faces.faces.size(); face++) {
            FaceRecord record = faces.faces.get(face);
            Place place = new Place(record.pictureSha256(), record.id().face());
            Integer earlier = first.putIfAbsent(place, face);
            if (earlier != null && faces.persons[earlier] != faces.persons[face]) {
                firstOfAnother.putIfAbsent(place, face);
                counterparts.offer(earlier, face, Counterparts.EQUAL_FILES);
            } else if (firstOfAnother.containsKey(place)) {
                counterparts.offer(firstOfAnother.get(place), face, Counterparts.EQUAL_FILES);
            }
        }
    }

    private void offerAlikePictures(Labelled faces, Counterparts counterparts) {
        List<Integer> hashed = new ArrayList<>();
        List<PerceptualHash> hashes = new ArrayList<>();
        for (int face = 0; face < faces.faces.size(); face++) {
            Optional<PerceptualHash> hash = settings.hashes.apply(faces.faces.get(face));
            if (hash.isPresent()) {
                hashed.add(face);
                hashes.add(hash.get());
            }
        }
        HashSimilarities similarities = new HashSimilarities(hashes, true, workers);
        similarities.pairs(
                PerceptualHash.similarity(settings.maximumDistance),
                (first, second, similarity) -> counterparts.offer(
                        hashed.get(first), hashed.get(second), similarities.distance(first, second)));
    }

    /** For each face the most alike picture among the faces before it that are another person's; one thread. */
    private static final class Counterparts {

        /** Less than any distance of hashes. */
        static final int EQUAL_FILES = -1;

        private static final int NONE = -1;

        private final Labelled faces;
        private final int[] earlier;
        private final int[] distances;

        Counterparts(Labelled faces) {
            this.faces = faces;
            this.earlier = new int[faces.faces.size()];
            this.distances = new int[earlier.length];
            Arrays.fill(earlier, NONE);
        }

        /** Takes two faces, the first before the second; not if they are one person's or have other places. */
        void offer(int first, int second, int distance) {
            boolean isTwoPeoples = faces.persons[first] != faces.persons[second];
            boolean isOnePlace = faces.faces.get(first).id().face()
                    == faces.faces.get(second).id().face();
            boolean isMoreAlike = earlier[second] == NONE
                    || distance < distances[second]
                    || distance == distances[second] && first < earlier[second];
            if (isTwoPeoples && isOnePlace && isMoreAlike) {
                earlier[second] = first;
                distances[second] = distance;
            }
        }

        List<Finding> findings() {
            List<Finding> findings = new ArrayList<>();
            for (int second = 0; second < earlier.length; second++) {
                if (earlier[second] != NONE) {
                    findings.add(finding(earlier[second], second, distances[second]));
                }
            }
            return findings;
        }

        private Finding finding(int first, int second, int distance) {
            return new SamePictureUnderTwoPeople(
                    faces.faces.get(first).id(),
                    faces.people.get(faces.persons[first]),
                    faces.faces.get(second).id(),
                    faces.people.get(faces.persons[second]),
                    Math.max(0, distance),
                    distance == EQUAL_FILES);
        }
    }

    /** The nearest person of each face; one thread for each face. */
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

    /** Faces in the order of their ids, each with the ordinal of its person in the order of names. */
    private static final class Labelled {

        private final List<FaceRecord> faces;
        private final List<Embedding> embeddings;
        private final List<String> people;
        private final int[] persons;
        private final int[] sizes;

        private Labelled(List<FaceRecord> faces, List<String> people, int[] persons, int[] sizes) {
            this.faces = faces;
            this.embeddings = faces.stream().map(FaceRecord::embedding).toList();
            this.people = people;
            this.persons = persons;
            this.sizes = sizes;
        }

        static Labelled of(List<FaceGroup> groups) {
            List<FaceGroup> sorted =
                    groups.stream().sorted(Comparator.comparing(FaceGroup::name)).toList();
            Map<FaceRecord, Integer> personOf = new HashMap<>();
            List<FaceRecord> all = new ArrayList<>();
            for (int person = 0; person < sorted.size(); person++) {
                for (FaceRecord face : sorted.get(person).faces()) {
                    personOf.put(face, person);
                    all.add(face);
                }
            }
            List<FaceRecord> faces = new OrderedFaces(all).faces();
            return new Labelled(
                    faces,
                    sorted.stream().map(FaceGroup::name).toList(),
                    faces.stream().mapToInt(personOf::get).toArray(),
                    sorted.stream().mapToInt(FaceGroup::size).toArray());
        }
    }

    /** The settings of a {@link LabelNoiseCheck}; immutable, each method gives changed ones. */
    public static final class Builder {

        private final double margin;
        private final Function<FaceRecord, Optional<PerceptualHash>> hashes;
        private final int maximumDistance;
        private final int threads;

        private Builder(
                double margin,
                Function<FaceRecord, Optional<PerceptualHash>> hashes,
                int maximumDistance,
                int threads) {
            this.margin = margin;
            this.hashes = hashes;
            this.maximumDistance = maximumDistance;
            this.threads = threads;
        }

        /**
         * By how much more similar another person must be.
         *
         * @param difference of two cosines, from 0 to 2
         * @return changed settings
         */
        public Builder margin(double difference) {
            if (!(difference >= 0 && difference <= 2)) {
                throw InvalidInputException.ofValue("LabelNoiseCheck", "a margin from 0 to 2", difference);
            }
            return new Builder(difference, hashes, maximumDistance, threads);
        }

        /**
         * Looks for pictures that look alike, too.
         *
         * @param known gives the hash of a face's picture, or nothing where it is not known
         * @param bits in how many bits the hashes of the same picture may differ, from 0 to {@link PerceptualHash#BITS}
         * @return changed settings
         */
        public Builder hashes(Function<FaceRecord, Optional<PerceptualHash>> known, int bits) {
            Objects.requireNonNull(known, "known");
            return new Builder(margin, known, PerceptualHash.checkedDistance(bits), threads);
        }

        /**
         * How many threads compare faces.
         *
         * @param count at least 1; the findings are the same for any number
         * @return changed settings
         */
        public Builder threads(int count) {
            return new Builder(margin, hashes, maximumDistance, new Workers(count).threads());
        }

        /**
         * Makes the check.
         *
         * @return the check
         */
        public LabelNoiseCheck build() {
            return new LabelNoiseCheck(this);
        }
    }
}
