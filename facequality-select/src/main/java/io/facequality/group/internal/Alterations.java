package io.facequality.group.internal;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
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
 * Tells which copies of a shot were turned or mirrored, by what most copies are. Where the camera's date is in some of
 * them, only these have a say. Equal files have one say together. Where there is no majority nothing is told.
 *
 * @param miniatures gives a face's miniature, where it is known
 * @param isDated whether a face's file has the camera's date
 */
public record Alterations(Function<FaceRecord, Optional<Miniature>> miniatures, Predicate<FaceRecord> isDated)
        implements Function<FaceGroup, Map<FaceId, String>> {

    /** A turn that is smaller may be an error of the match. */
    private static final double SMALLEST_TURN = 4;

    /** A copy as it lies upon the best. */
    private record Lying(FaceRecord face, Likeness likeness) {

        boolean isAsTurnedAs(Lying other) {
            return likeness.mirrored() == other.likeness.mirrored()
                    && Math.abs(likeness.turn() - other.likeness.turn()) < SMALLEST_TURN;
        }
    }

    @Override
    public Map<FaceId, String> apply(FaceGroup copies) {
        List<Lying> lying = lying(copies);
        Map<FaceId, String> alterations = new HashMap<>();
        usual(voters(lying)).ifPresent(usual -> lying.forEach(copy -> alteration(copy, usual)
                .ifPresent(words -> alterations.put(copy.face().id(), words))));
        return alterations;
    }

    private List<Lying> lying(FaceGroup copies) {
        FaceRecord best = copies.faces().stream()
                .max(Comparator.comparingDouble((FaceRecord face) -> face.quality().value())
                        .thenComparing(FaceRecord::id))
                .orElseThrow();
        List<Lying> lying = new ArrayList<>();
        miniatures.apply(best).map(MiniatureMatcher::new).ifPresent(matcher -> {
            for (FaceRecord face : copies.faces()) {
                miniatures.apply(face)
                        .map(matcher::to)
                        .filter(likeness -> likeness.similarity() >= CopyGrouper.ALIKE_IN_ALIKE_PICTURES)
                        .ifPresent(likeness -> lying.add(new Lying(face, likeness)));
            }
        });
        return lying;
    }

    private List<Lying> voters(List<Lying> copies) {
        Set<String> digests = new HashSet<>();
        List<Lying> different =
                copies.stream().filter(copy -> digests.add(copy.face().pictureSha256())).toList();
        List<Lying> dated = different.stream().filter(copy -> isDated.test(copy.face())).toList();
        return dated.isEmpty() ? different : dated;
    }

    /** One that lies as more than half of them do. */
    private static Optional<Lying> usual(List<Lying> voters) {
        return voters.stream()
                .filter(voter -> 2 * voters.stream().filter(voter::isAsTurnedAs).count() > voters.size())
                .findFirst();
    }

    private static Optional<String> alteration(Lying copy, Lying usual) {
        if (copy.likeness().mirrored() != usual.likeness().mirrored()) {
            return Optional.of("mirrored");
        }
        double turn = copy.likeness().turn() - usual.likeness().turn();
        return Math.abs(turn) < SMALLEST_TURN
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "turned by %.0f degrees", Math.abs(turn)));
    }
}
