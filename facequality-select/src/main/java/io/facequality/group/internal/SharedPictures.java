package io.facequality.group.internal;

import io.facequality.FaceRecord;
import io.facequality.group.Finding.SamePictureUnderTwoPeople;
import io.facequality.group.PictureGrouper.MirrorImages;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.internal.search.HashSimilarities;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds pictures that are under two people, by equal files and by similar hashes.
 *
 * @param hashes gives the hash of a face's picture, if there is one
 * @param maximumDistance in how many bits the hashes of the same picture may differ
 * @param workers the threads that compare
 */
record SharedPictures(
        Function<FaceRecord, Optional<PerceptualHash>> hashes, int maximumDistance, Workers workers) {

    List<SamePictureUnderTwoPeople> find(LabeledFaces faces) {
        Counterparts counterparts = new Counterparts(faces);
        offerEqualFiles(faces, counterparts);
        offerSimilarHashes(faces, counterparts);
        return counterparts.findings();
    }

    /** For all later copies of a file, the first copy and the first of another person are enough as counterparts. */
    private static void offerEqualFiles(LabeledFaces faces, Counterparts counterparts) {
        record Place(String pictureSha256, int face) {}
        Map<Place, Integer> first = new HashMap<>();
        Map<Place, Integer> firstOfAnother = new HashMap<>();
        for (int face = 0; face < faces.size(); face++) {
            FaceRecord record = faces.face(face);
            Place place = new Place(record.pictureSha256(), record.id().face());
            Integer earlier = first.putIfAbsent(place, face);
            if (earlier != null && faces.person(earlier) != faces.person(face)) {
                firstOfAnother.putIfAbsent(place, face);
                counterparts.offer(earlier, face, Counterparts.EQUAL_FILES);
            } else if (firstOfAnother.containsKey(place)) {
                counterparts.offer(firstOfAnother.get(place), face, Counterparts.EQUAL_FILES);
            }
        }
    }

    private void offerSimilarHashes(LabeledFaces faces, Counterparts counterparts) {
        List<Integer> hashed = new ArrayList<>();
        List<PerceptualHash> known = new ArrayList<>();
        for (int face = 0; face < faces.size(); face++) {
            Optional<PerceptualHash> hash = hashes.apply(faces.face(face));
            if (hash.isPresent()) {
                hashed.add(face);
                known.add(hash.get());
            }
        }
        HashSimilarities similarities = new HashSimilarities(known, MirrorImages.ALIKE, workers);
        similarities.pairs(
                PerceptualHash.similarity(maximumDistance),
                (first, second, similarity) -> counterparts.offer(
                        hashed.get(first), hashed.get(second), similarities.distance(first, second)));
    }

    /** For each face the most similar picture of another person among the faces before it; for one thread. */
    private static final class Counterparts {

        /** Less than any distance of hashes. */
        static final int EQUAL_FILES = -1;

        private static final int NONE = -1;

        private final LabeledFaces faces;
        private final int[] earlier;
        private final int[] distances;

        Counterparts(LabeledFaces faces) {
            this.faces = faces;
            this.earlier = new int[faces.size()];
            this.distances = new int[earlier.length];
            Arrays.fill(earlier, NONE);
        }

        /** Takes two faces, the first before the second, if they are of two people and at the same place. */
        void offer(int first, int second, int distance) {
            boolean isTwoPeople = faces.person(first) != faces.person(second);
            boolean isSamePlace =
                    faces.face(first).id().face() == faces.face(second).id().face();
            boolean isMoreSimilar = earlier[second] == NONE
                    || distance < distances[second]
                    || distance == distances[second] && first < earlier[second];
            if (isTwoPeople && isSamePlace && isMoreSimilar) {
                earlier[second] = first;
                distances[second] = distance;
            }
        }

        List<SamePictureUnderTwoPeople> findings() {
            List<SamePictureUnderTwoPeople> findings = new ArrayList<>();
            for (int second = 0; second < earlier.length; second++) {
                if (earlier[second] != NONE) {
                    findings.add(finding(earlier[second], second, distances[second]));
                }
            }
            return findings;
        }

        private SamePictureUnderTwoPeople finding(int first, int second, int distance) {
            return new SamePictureUnderTwoPeople(
                    faces.face(first).id(),
                    faces.name(faces.person(first)),
                    faces.face(second).id(),
                    faces.name(faces.person(second)),
                    Math.max(0, distance),
                    distance == EQUAL_FILES);
        }
    }
}
