package io.facequality.group.internal;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.group.PictureGrouper;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.internal.Interrupts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Groups the faces of one person, or of a few, by the shot that they are copies of: encoded again, smaller, blurred,
 * noisy, darker, turned a little, mirrored, cut. Another shot of the same second is another group, unless it can hardly
 * be told from the first.
 *
 * <p>Two faces are copies if their {@linkplain Miniature miniatures} are alike, or nearly alike and their whole pictures
 * too, or if they are the same face of equal files. Each group has a center that all others are copies of, so that no
 * chain joins two shots. The best faces become centers first, and a face goes to the center that it is most like; then
 * the face of each group that the others are most like becomes the center.
 *
 * <p>Cost: each center is compared with each face that is none, twice if there are groups of three or more; some
 * microseconds each, and less for strangers. Immutable and safe for several threads.
 *
 * @param miniatures gives a face's miniature, where it is known
 * @param hashes gives the hash of a face's picture, where it is known
 */
public record CopyGrouper(
        Function<FaceRecord, Optional<Miniature>> miniatures, Function<FaceRecord, Optional<PerceptualHash>> hashes)
        implements DuplicateGrouper {

    /** From here on two faces are copies of one shot. */
    static final double ALIKE = 0.965;

    /** From here on they are if their pictures are alike as a whole, too. */
    static final double ALIKE_IN_ALIKE_PICTURES = 0.93;

    /**
     * Faces whose embeddings are less alike are no copies, unless their pictures are alike as a whole: one of the faces may
     * be too blurred to be recognized. In the trial 0.3 would lose some, and this loses none.
     */
    private static final double LEAST_COSINE = 0.2;

    private static final int FEWEST_WITH_MIDDLE = 3;
    private static final int MOST_MIDDLES = 16;
    private static final int NONE = -1;

    private static final Comparator<FaceRecord> BEST_FIRST = Comparator.comparingDouble(
                    (FaceRecord face) -> face.quality().value())
            .reversed()
            .thenComparing(FaceRecord::id);

    @Override
    public List<FaceGroup> group(List<FaceRecord> faces) {
        List<Candidate> bestFirst = new OrderedFaces(faces)
                .faces().stream()
                        .sorted(BEST_FIRST)
                        .map(this::candidate)
                        .toList();
        return middled(stars(bestFirst), bestFirst).stream()
                .map(CopyGrouper::shot)
                .sorted(OrderedFaces.BY_FIRST_FACE)
                .toList();
    }

    private static FaceGroup shot(List<Candidate> star) {
        return OrderedFaces.group(
                star.stream().map(Candidate::face).sorted(Comparator.comparing(FaceRecord::id)).toList(),
                Optional.empty());
    }

    /** The same with the middles of the stars as centers. */
    private static List<List<Candidate>> middled(List<List<Candidate>> stars, List<Candidate> bestFirst) {
        return stars.stream().allMatch(star -> star.size() < FEWEST_WITH_MIDDLE)
                ? stars
                : stars(middleFirst(stars, bestFirst));
    }

    /** The middle of each star, that of the largest first, then the others in the order that they have. */
    private static List<Candidate> middleFirst(List<List<Candidate>> stars, List<Candidate> bestFirst) {
        Set<Candidate> order = new LinkedHashSet<>();
        stars.stream()
                .sorted(Comparator.comparingInt((List<Candidate> star) -> star.size()).reversed())
                .forEach(star -> order.add(middle(star)));
        order.addAll(bestFirst);
        return List.copyOf(order);
    }

    /** The one, of the first, that the others are most like. */
    private static Candidate middle(List<Candidate> star) {
        if (star.size() < FEWEST_WITH_MIDDLE) {
            return star.get(0);
        }
        Candidate middle = star.get(0);
        double most = -1;
        for (Candidate candidate : star.subList(0, Math.min(MOST_MIDDLES, star.size()))) {
            Star around = new Star(candidate);
            double sum = star.stream().mapToDouble(around::similarity).sum();
            if (sum > most) {
                most = sum;
                middle = candidate;
            }
        }
        return middle;
    }

    /** Those of some faces that are copies of any of others. */
    public List<FaceRecord> copiesOf(List<FaceRecord> others, List<FaceRecord> faces) {
        List<Star> stars = others.stream().map(face -> new Star(candidate(face))).toList();
        return faces.stream()
                .filter(face -> {
                    Candidate candidate = candidate(face);
                    return stars.stream().anyMatch(star -> star.similarity(candidate) > 0);
                })
                .toList();
    }

    private Candidate candidate(FaceRecord face) {
        Optional<Miniature> miniature = miniatures.apply(face);
        return new Candidate(face, miniature, miniature.map(MiniatureMatcher::normalized), hashes.apply(face));
    }

    private record Candidate(
            FaceRecord face, Optional<Miniature> miniature, Optional<float[]> levels, Optional<PerceptualHash> hash) {

        boolean isSameFaceOfEqualFile(Candidate other) {
            return isSamePlace(other) && face.pictureSha256().equals(other.face.pictureSha256());
        }

        boolean isSamePlaceOfAlikePicture(Candidate other) {
            return isSamePlace(other)
                    && hash.isPresent()
                    && other.hash.isPresent()
                    && hash.get().distanceOrMirrored(other.hash.get()) <= PictureGrouper.DEFAULT_MAXIMUM_DISTANCE;
        }

        boolean isOfSamePicture(Candidate other) {
            return face.id().source().equals(other.face.id().source());
        }

        private boolean isSamePlace(Candidate other) {
            return face.id().face() == other.face.id().face();
        }
    }

    /** Groups around centers, which come first; the first candidates become centers. */
    private static List<List<Candidate>> stars(List<Candidate> candidates) {
        int[] centers = centers(candidates);
        Map<Integer, List<Candidate>> stars = new LinkedHashMap<>();
        for (int i = 0; i < centers.length; i++) {
            stars.computeIfAbsent(centers[i], center -> new ArrayList<>()).add(candidates.get(i));
        }
        return List.copyOf(stars.values());
    }

    /** The center of each candidate, by ordinal; a center's is itself. */
    private static int[] centers(List<Candidate> candidates) {
        int[] centers = IntStream.generate(() -> NONE).limit(candidates.size()).toArray();
        double[] similarities = new double[candidates.size()];
        for (int center = 0; center < centers.length; center++) {
            if (centers[center] != NONE) {
                continue;
            }
            Interrupts.check();
            centers[center] = center;
            Star star = new Star(candidates.get(center));
            for (int other = center + 1; other < centers.length; other++) {
                double similarity = star.similarity(candidates.get(other));
                if (similarity > similarities[other]) {
                    similarities[other] = similarity;
                    centers[other] = center;
                }
            }
        }
        return centers;
    }

    /** A center, and what is a copy of it. */
    private static final class Star {

        private final Candidate center;
        private final Optional<MiniatureMatcher> matcher;

        Star(Candidate center) {
            this.center = center;
            this.matcher = center.miniature().map(MiniatureMatcher::new);
        }

        /** How alike a copy is; 0 for what is no copy. */
        double similarity(Candidate other) {
            if (center.isOfSamePicture(other)) {
                return 0;
            }
            if (center.isSameFaceOfEqualFile(other)) {
                return 1;
            }
            boolean alikePictures = center.isSamePlaceOfAlikePicture(other);
            if (matcher.isEmpty() || other.miniature().isEmpty() || !alikePictures && areStrangers(other)) {
                return 0;
            }
            double similarity = alikePictures
                    ? matcher.get().upon(other.miniature().get()).similarity()
                    : matcher.get().similarity(other.levels().get());
            return similarity >= (alikePictures ? ALIKE_IN_ALIKE_PICTURES : ALIKE) ? similarity : 0;
        }

        private boolean areStrangers(Candidate other) {
            return center.face().embedding().cosine(other.face().embedding()) < LEAST_COSINE;
        }
    }

    /** What had a part in a choice. */
    @Override
    public String toString() {
        return "faces alike from " + ALIKE + " on, in alike pictures from " + ALIKE_IN_ALIKE_PICTURES + " on";
    }
}
