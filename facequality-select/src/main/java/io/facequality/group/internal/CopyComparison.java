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
import java.util.function.ToDoubleFunction;

/**
 * Tells by comparing the copies of a shot what was done to some: a copy differs from its original by what was done to it,
 * but two copies differ by what was done to both. So the original is the one that most are like. Where the camera's date
 * is in some copies, these alone tell which are turned or mirrored. Equal files count once. Of two copies nothing can be
 * told.
 *
 * <p>Cost: lays each copy upon one of them. Immutable and safe for several threads.
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

    /** Less noise is none, in gray levels: of 480 pictures and mild copies of them, none has more than 2. */
    private static final double SMALLEST_NOISE = 3;

    private static final double SMALLEST_NOISE_RATIO = 3;

    /** Copies are known to be some, so that less is enough than to find them. */
    private static final double LIES_WELL = 0.8;

    private static final int FEWEST = 3;

    private static final Comparator<FaceRecord> BY_QUALITY = Comparator.comparingDouble(
                    (FaceRecord face) -> face.quality().value())
            .thenComparing(FaceRecord::id);

    /** A copy as it lies upon the one of the highest quality. */
    private record Lying(FaceRecord face, Laid laid, double noise) {

        boolean isAsTurnedAs(Lying other) {
            return laid.mirrored() == other.laid.mirrored()
                    && Math.abs(laid.turn() - other.laid.turn()) < SMALLEST_TURN;
        }

        /** The mean gray level. */
        double tone() {
            return MiniatureMatcher.mean(laid.levels());
        }
    }

    @Override
    public Map<FaceId, Compared> apply(FaceGroup copies) {
        List<Lying> lying = lying(copies);
        List<Lying> different = different(lying);
        Optional<Lying> upright = upright(voters(different));
        Optional<Usual> usual = different.size() < FEWEST ? Optional.empty() : Optional.of(Usual.of(different));
        Map<FaceId, Compared> compared = new HashMap<>();
        lying.forEach(copy -> compared.put(
                copy.face().id(),
                new Compared(
                        upright.flatMap(most -> alteration(copy, most)),
                        usual.flatMap(most -> most.deviation(copy)),
                        copy.laid().scale())));
        return compared;
    }

    private List<Lying> lying(FaceGroup copies) {
        List<Lying> lying = new ArrayList<>();
        miniatures.apply(copies.faces().stream().max(BY_QUALITY).orElseThrow()).ifPresent(best -> {
            for (FaceRecord face : copies.faces()) {
                miniatures.apply(face)
                        .map(miniature ->
                                new Lying(face, new MiniatureMatcher(miniature).upon(best), miniature.noise()))
                        .filter(copy -> copy.laid().similarity() >= LIES_WELL)
                        .ifPresent(lying::add);
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
    private static Optional<Lying> upright(List<Lying> voters) {
        return voters.stream()
                .filter(voter -> 2 * voters.stream().filter(voter::isAsTurnedAs).count() > voters.size())
                .findFirst();
    }

    private static Optional<String> alteration(Lying copy, Lying upright) {
        if (copy.laid().mirrored() != upright.laid().mirrored()) {
            return Optional.of("mirrored");
        }
        double turn = Math.abs(copy.laid().turn() - upright.laid().turn());
        return turn < SMALLEST_TURN
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "turned by %.0f degrees", turn));
    }

    /**
     * What is usual among copies.
     *
     * @param tone the median of their gray levels
     * @param noise the median of their noise
     */
    private record Usual(double tone, double noise) {

        static Usual of(List<Lying> copies) {
            return new Usual(median(copies, Lying::tone), median(copies, Lying::noise));
        }

        private static double median(List<Lying> copies, ToDoubleFunction<Lying> measure) {
            double[] values = copies.stream().mapToDouble(measure).sorted().toArray();
            return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
        }

        /** How a copy deviates, in words. */
        Optional<String> deviation(Lying copy) {
            double difference = copy.tone() - tone;
            if (Math.abs(difference) > SMALLEST_TONE) {
                return Optional.of(difference > 0 ? "brighter" : "darker");
            }
            boolean isNoisy = copy.noise() > SMALLEST_NOISE && copy.noise() > SMALLEST_NOISE_RATIO * noise;
            return isNoisy ? Optional.of("noisier") : Optional.empty();
        }
    }
}
