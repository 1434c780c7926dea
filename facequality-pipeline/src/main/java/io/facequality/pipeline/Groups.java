package io.facequality.pipeline;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.Selection;
import io.facequality.group.DefaultThresholds;
import io.facequality.group.DigestGrouper;
import io.facequality.group.DuplicateGroup;
import io.facequality.group.FaceGrouper;
import io.facequality.group.NearDuplicateGrouper;
import io.facequality.group.PerceptualHash;
import io.facequality.group.PictureGrouper;
import io.facequality.group.WidestPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Faces to choose among, as a grouping makes them.
 *
 * @param description what made them, for the plan's settings
 * @param groups the groups; those that are no folders are named {@code group-0001} and so on
 * @param widest each group's least similar pair, where the grouping knows it
 */
record Groups(String description, List<FaceGroup> groups, List<Optional<WidestPair>> widest) {

    private static final int FEWEST_DIGITS = 4;

    static Groups of(JudgedFolder folder, Grouping grouping, ModelId embedder, int threads) {
        if (grouping instanceof Grouping.Folders) {
            return new Groups(
                    grouping.toString(),
                    folder.people(),
                    folder.people().stream().map(person -> Optional.<WidestPair>empty()).toList());
        }
        Grouping exact = withThreshold(grouping, embedder);
        DuplicateGrouper grouper = grouper(folder, exact, threads);
        String description = grouping instanceof Grouping.Own
                ? Descriptions.of(grouper)
                : exact.toString();
        if (grouper instanceof NearDuplicateGrouper near) {
            List<DuplicateGroup> found = near.findDuplicates(folder.faces());
            return new Groups(
                    description,
                    named(found.stream().map(DuplicateGroup::faces).toList()),
                    found.stream().map(DuplicateGroup::widest).toList());
        }
        List<FaceGroup> found = grouper.group(folder.faces());
        return new Groups(
                description,
                named(found),
                found.stream().map(group -> Optional.<WidestPair>empty()).toList());
    }

    /** The plan's words for what was chosen of each group. */
    List<PlannedPerson> planned(List<Selection> selections) {
        return IntStream.range(0, selections.size())
                .mapToObj(i -> PlannedPerson.of(selections.get(i), widest.get(i)))
                .toList();
    }

    /** A plan says at which threshold it was made, the calibrated one too. */
    private static Grouping withThreshold(Grouping grouping, ModelId embedder) {
        return grouping instanceof Grouping.Faces faces && faces.threshold().isEmpty()
                ? new Grouping.Faces(
                        OptionalDouble.of(DefaultThresholds.nearDuplicate(embedder).similarity()),
                        faces.linkage(),
                        faces.maximumDiameter())
                : grouping;
    }

    private static DuplicateGrouper grouper(JudgedFolder folder, Grouping grouping, int threads) {
        if (grouping instanceof Grouping.Own own) {
            return own.grouper();
        }
        if (grouping instanceof Grouping.Faces faces) {
            FaceGrouper.Builder builder = FaceGrouper.builder(faces.threshold().orElseThrow())
                    .linkage(faces.linkage())
                    .threads(threads);
            return faces.maximumDiameter().isPresent()
                    ? builder.maximumDiameter(faces.maximumDiameter().getAsDouble()).build()
                    : builder.build();
        }
        if (grouping instanceof Grouping.Pictures pictures) {
            return PictureGrouper.builder(folder::hash)
                    .maximumDistance(pictures.maximumDistance())
                    .linkage(pictures.linkage())
                    .maximumDiameter(pictures.maximumDiameter().orElse(PerceptualHash.BITS))
                    .threads(threads)
                    .build();
        }
        return new DigestGrouper();
    }

    private static List<FaceGroup> named(List<FaceGroup> groups) {
        int digits = Math.max(FEWEST_DIGITS, Integer.toString(groups.size()).length());
        List<FaceGroup> named = new ArrayList<>(groups.size());
        for (FaceGroup group : groups) {
            List<FaceRecord> faces = group.faces();
            named.add(new FaceGroup(
                    String.format(Locale.ROOT, "group-%0" + digits + "d", named.size() + 1), faces));
        }
        return named;
    }
}
