package io.facequality.group.internal;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.group.BestCopy.Compared;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Tells by comparing the copies of a shot what was done to some: a copy differs from its original by what was done to it,
 * but two copies differ by what was done to both. So the original is the one that most are like. Where the camera's date
 * is in some copies, these alone tell which are turned or mirrored. Equal files count once. Of two copies nothing can be
 * told.
 *
 * <p>Cost: lays each copy upon one of them, then compares each with each. Immutable and safe for several threads.
 *
 * @param miniatures gives a face's miniature, where it is known
 * @param isDated whether a face's file has the camera's date
 */
public record CopyComparison(Function<FaceRecord, Optional<Miniature>> miniatures, Predicate<FaceRecord> isDated)
        implements Function<FaceGroup, Map<FaceId, Compared>> {

    /** A turn that is smaller may be an error of the match, in degrees. */
    private static final double SMALLEST_TURN = 4;

    /** A difference of brightness that is smaller is none, in gray levels. */
    private static final double SMALLEST_TONE = 8;

    /** By how much squared distance a copy may be further from what all have in common than the nearest. */
    private static final double SAME_DETAIL = 0.012;

    /** Copies are known to be some, so that less is enough than to find them. */
    private static final double LIES_WELL = 0.8;

    private static final int FEWEST = 3;

    private static final Comparator<FaceRecord> BY_QUALITY = Comparator.comparingDouble(
                    (FaceRecord face) -> face.quality().value())
            .thenComparing(FaceRecord::id);

    /** A copy as it lies upon the one of the highest quality. */
    private record Lying(FaceRecord face, Laid laid, float[] normalized) {

        boolean isAsTurnedAs(Lying other) {
            return laid.mirrored() == other.laid.mirrored()
                    && Math.abs(laid.turn() - other.laid.turn()) < SMALLEST_TURN;
        }

        /** The mean gray level. */
        double tone() {
            return MiniatureMatcher.mean(laid.levels());
        }

        double squaredDistance(Lying other) {
            return 2 * (1 - MiniatureMatcher.product(normalized, other.normalized));
        }
    }

    @Override
    public Map<FaceId, Compared> apply(FaceGroup copies) {
        List<Lying> lying = lying(copies);
        List<Lying> different = different(lying);
        Optional<Lying> usual = usual(voters(different));
        Optional<Majority> majority = different.size() < FEWEST ? Optional.empty() : Optional.of(Majority.of(different));
        Map<FaceId, Compared> compared = new HashMap<>();
        lying.forEach(copy -> compared.put(
                copy.face().id(),
                new Compared(
                        usual.flatMap(most -> alteration(copy, most)),
                        majority.flatMap(most -> most.deviation(copy)),
                        copy.laid().scale())));
        return compared;
    }

    private List<Lying> lying(FaceGroup copies) {
        List<Lying> lying = new ArrayList<>();
        miniatures.apply(copies.faces().stream().max(BY_QUALITY).orElseThrow()).ifPresent(best -> {
            for (FaceRecord face : copies.faces()) {
                miniatures.apply(face)
                        .map(miniature -> new MiniatureMatcher(miniature).upon(best))
                        .filter(laid -> laid.similarity() >= LIES_WELL)
                        .ifPresent(laid ->
                                lying.add(new Lying(face, laid, MiniatureMatcher.normalized(laid.levels()))));
            }
        });
        return lying;
    }

    private static List<Lying> different(List<Lying> copies) {
        Set<String> digests = new HashSet<>();
        return copies.stream().filter(copy -> digests.add(copy.face().pictureSha256())).toList();
    }

    private List<Lying> voters(List<Lying> copies) {
        List<Lying> dated = copies.stream().filter(copy -> isDated.test(copy.face())).toList();
        return dated.isEmpty() ? copies : dated;
    }

    /** One that lies as more than half of them do. */
    private static Optional<Lying> usual(List<Lying> voters) {
        return voters.stream()
                .filter(voter -> 2 * voters.stream().filter(voter::isAsTurnedAs).count() > voters.size())
                .findFirst();
    }

    private static Optional<String> alteration(Lying copy, Lying usual) {
        if (copy.laid().mirrored() != usual.laid().mirrored()) {
            return Optional.of("mirrored");
        }
        double turn = Math.abs(copy.laid().turn() - usual.laid().turn());
        return turn < SMALLEST_TURN
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "turned by %.0f degrees", turn));
    }

    /**
     * What most copies have in common.
     *
     * @param copies the copies, each once
     * @param tone the median of their gray levels
     * @param nearest the smallest sum of squared distances of one from all others
     */
    private record Majority(List<Lying> copies, double tone, double nearest) {

        static Majority of(List<Lying> copies) {
            double[] tones = copies.stream().mapToDouble(Lying::tone).sorted().toArray();
            return new Majority(
                    copies,
                    (tones[(tones.length - 1) / 2] + tones[tones.length / 2]) / 2,
                    copies.stream().mapToDouble(copy -> sum(copy, copies)).min().orElseThrow());
        }

        private static double sum(Lying copy, List<Lying> copies) {
            return copies.stream().mapToDouble(copy::squaredDistance).sum();
        }

        /** How a copy differs from most, in words. */
        Optional<String> deviation(Lying copy) {
            double difference = copy.tone() - tone;
            if (Math.abs(difference) > SMALLEST_TONE) {
                return Optional.of(difference > 0 ? "brighter" : "darker");
            }
            // What was done to one copy is in its distance from each, but the original's from that copy too.
            double further = (sum(copy, copies) - nearest) / (copies.size() - 2);
            return further > SAME_DETAIL ? Optional.of("different in detail") : Optional.empty();
        }
    }
}
