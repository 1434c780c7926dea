package io.facequality.pipeline.internal;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.Problem;
import io.facequality.Selection;
import io.facequality.group.DefaultThresholds;
import io.facequality.group.DigestGrouper;
import io.facequality.group.DuplicateGroup;
import io.facequality.group.FaceGrouper;
import io.facequality.group.NearDuplicateGrouper;
import io.facequality.group.PerceptualHash;
import io.facequality.group.PictureGrouper;
import io.facequality.group.WidestPair;
import io.facequality.group.internal.SimilarityIndex;
import io.facequality.group.internal.SimilaritySearch;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.PlannedGroup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Faces to choose among, as a grouping makes them.
 *
 * @param description what made them, for the plan's settings
 * @param search how close faces were looked for, for the plan's settings; empty where none were
 * @param groups the groups; those that are no folders are named {@code group-0001} and so on
 * @param widest each group's least similar pair, where the grouping knows it
 */
record Groups(
        String description,
        Optional<String> search,
        List<FaceGroup> groups,
        List<Optional<WidestPair>> widest) {

    private static final int FEWEST_DIGITS = 4;

    static Groups of(
            FaceFolder folder, Grouping grouping, ModelId embedder, int threads, SimilaritySearch search) {
        if (grouping instanceof Grouping.Folders) {
            return new Groups(
                    grouping.toString(),
                    Optional.empty(),
                    folder.people(),
                    folder.people().stream().map(person -> Optional.<WidestPair>empty()).toList());
        }
        Grouping exact = withThreshold(grouping, embedder);
        List<String> searches = new ArrayList<>();
        DuplicateGrouper grouper = grouper(folder, exact, threads, embeddings -> {
            SimilarityIndex index = search.index(embeddings);
            searches.add(found(index));
            return index;
        });
        String description = grouping instanceof Grouping.Own
                ? Descriptions.of(grouper)
                : exact.toString();
        if (grouper instanceof NearDuplicateGrouper near) {
            List<DuplicateGroup> found = near.findDuplicates(folder.faces());
            requireEachFaceOnce(
                    folder.faces(), found.stream().map(DuplicateGroup::faces).toList(), description);
            return new Groups(
                    description,
                    searches.stream().findFirst(),
                    named(found.stream().map(DuplicateGroup::faces).toList()),
                    found.stream().map(DuplicateGroup::widest).toList());
        }
        List<FaceGroup> found = grouper.group(folder.faces());
        requireEachFaceOnce(folder.faces(), found, description);
        return new Groups(
                description,
                Optional.empty(),
                named(found),
                found.stream().map(group -> Optional.<WidestPair>empty()).toList());
    }

    /** What an index misses has a part in a plan; with how many threads and which instructions it searches has none. */
    private static String found(SimilarityIndex index) {
        return index.recall()
                .map(recall -> String.format(
                        Locale.ROOT,
                        "approximate; of the %d nearest of each of %d sampled faces it found %.1f %%",
                        recall.neighbors(),
                        recall.sample(),
                        100 * recall.recall()))
                .orElse("every pair was compared");
    }

    /** A face that a grouping loses would be dropped from the plan without a word. */
    private static void requireEachFaceOnce(List<FaceRecord> faces, List<FaceGroup> groups, String grouping) {
        Set<FaceId> missing = new LinkedHashSet<>();
        faces.forEach(face -> missing.add(face.id()));
        for (FaceGroup group : groups) {
            for (FaceRecord face : group.faces()) {
                if (!missing.remove(face.id())) {
                    throw wrongGroups(grouping, face.id(), "in two groups, or none of the faces that were given");
                }
            }
        }
        missing.stream().findFirst().ifPresent(face -> {
            throw wrongGroups(grouping, face, "in no group");
        });
    }

    private static InvalidInputException wrongGroups(String grouping, FaceId face, String found) {
        return new InvalidInputException(new Problem(
                "cannot use the groups",
                "the grouping " + grouping,
                "every face in exactly one group",
                "face " + face.face() + " of " + face.source() + " " + found,
                "Let the grouper return each face once, alone in a group if it has no near-duplicate."));
    }

    /** The plan's words for what was chosen of each group. */
    List<PlannedGroup> planned(List<Selection> selections) {
        return IntStream.range(0, selections.size())
                .mapToObj(i -> PlannedGroup.of(selections.get(i), widest.get(i)))
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

    private static DuplicateGrouper grouper(
            FaceFolder folder, Grouping grouping, int threads, SimilaritySearch search) {
        if (grouping instanceof Grouping.Own own) {
            return own.grouper();
        }
        if (grouping instanceof Grouping.Faces faces) {
            FaceGrouper.Builder builder = FaceGrouper.builder(faces.threshold().orElseThrow())
                    .linkage(faces.linkage())
                    .search(search)
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
