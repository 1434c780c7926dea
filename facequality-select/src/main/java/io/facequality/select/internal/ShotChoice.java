package io.facequality.select.internal;

import io.facequality.DuplicateSelector;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.Selection.Decision;
import io.facequality.Selection.Representative;
import io.facequality.select.internal.objective.Praise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A choice among shots: what is protected, what a chooser chooses of the candidates, and further copies if need be. */
public final class ShotChoice {

    private final Shots shots;
    private final DuplicateSelector chooser;
    private final Keep keep;
    private final List<FaceRecord> candidates;
    private final List<FaceRecord> protectedFaces;

    public ShotChoice(Shots shots, DuplicateSelector chooser, Keep keep) {
        this.shots = shots;
        this.chooser = chooser;
        this.keep = keep;
        this.candidates = shots.candidates();
        this.protectedFaces = shots.protectedFaces();
    }

    /** What is kept and dropped of the whole group. */
    public Selection selection() {
        Optional<Selection> chosen = chosen();
        List<FaceRecord> kept = new ArrayList<>(protectedFaces);
        chosen.ifPresent(choice -> choice.kept().forEach(decision -> kept.add(decision.face())));
        List<FaceRecord> further = further(chosen, kept.size());
        kept.addAll(further);
        Selection whole = chosen.filter(choice -> choice.kept().size() == kept.size())
                .orElseGet(() -> chooser.select(group(kept), Keep.best(kept.size())));
        return described(chosen.orElse(whole), new Reasons(chosen, further), kept, whole.representative());
    }

    /** Nothing is chosen where nothing can be, or where enough is protected. */
    private Optional<Selection> chosen() {
        OptionalInt wanted = wanted();
        if (candidates.isEmpty() || wanted.isPresent() && wanted.getAsInt() <= protectedFaces.size()) {
            return Optional.empty();
        }
        Keep missing = wanted.isPresent() ? Keep.best(wanted.getAsInt() - protectedFaces.size()) : keep;
        return Optional.of(chooser.select(group(candidates), missing));
    }

    private OptionalInt wanted() {
        return keep instanceof Keep.Best best ? OptionalInt.of(best.count()) : OptionalInt.empty();
    }

    private List<FaceRecord> further(Optional<Selection> chosen, int kept) {
        boolean shotsSuffice = chosen.map(choice -> !choice.dropped().isEmpty()).orElse(false);
        int missing = wanted().orElse(0) - kept;
        return shotsSuffice || missing <= 0 ? List.of() : shots.furtherCopies(missing);
    }

    private FaceGroup group(List<FaceRecord> faces) {
        return new FaceGroup(shots.group().name(), faces);
    }

    private Selection described(
            Selection how, Reasons reasons, List<FaceRecord> kept, Representative representative) {
        Selection all = Selection.of(shots.group(), kept, reasons::of);
        return new Selection(
                all.group(),
                all.decisions().stream()
                        .map(decision -> new Decision(
                                decision.face(),
                                decision.kept(),
                                distance(decision.face().embedding(), representative),
                                decision.distanceToNearestKept(),
                                decision.reason(),
                                shots.original(decision.face())))
                        .toList(),
                representative,
                how.objective(),
                how.objectiveValue(),
                how.optimality(),
                how.search() + "; among " + Praise.counted(shots.count(), "shot") + ", of which there are "
                        + Praise.counted(shots.group().size(), "picture"),
                how.evaluations(),
                how.heldOutError());
    }

    private static double distance(Embedding embedding, Representative representative) {
        float[] values = embedding.toArray();
        double[] mean = representative.toArray();
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            double difference = values[i] / embedding.norm() - mean[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** Why a face is kept or dropped. */
    private final class Reasons {

        private final Map<FaceId, String> chosen = new HashMap<>();
        private final List<FaceRecord> further;

        Reasons(Optional<Selection> choice, List<FaceRecord> further) {
            choice.ifPresent(selection -> selection
                    .decisions()
                    .forEach(decision -> chosen.put(decision.face().id(), decision.reason())));
            this.further = further;
        }

        String of(FaceRecord face) {
            if (shots.isProtected(face)) {
                return "kept: it is protected";
            }
            if (further.contains(face)) {
                return "kept: a copy of " + original(face) + ", since there are no more than "
                        + Praise.counted(shots.count(), "shot");
            }
            if (!shots.isBest(face)) {
                return "dropped: a copy of " + original(face) + ". "
                        + shots.decision(face).reason();
            }
            int copies = shots.copies(face);
            return chosen.getOrDefault(face.id(), "dropped: as many faces as are wanted are protected")
                    + (copies == 1 ? "" : "; the best of " + copies + " copies");
        }

        private String original(FaceRecord copy) {
            return shots.original(copy).map(FaceId::source).orElse("a better one");
        }
    }
}
