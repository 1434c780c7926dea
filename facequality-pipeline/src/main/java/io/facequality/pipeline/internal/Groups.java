package io.facequality.pipeline.internal;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.Selection;
import io.facequality.group.DefaultThresholds;
import io.facequality.group.People;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonGrouper;
import io.facequality.group.PictureGrouper;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.internal.Clustering;
import io.facequality.group.internal.DigestGrouper;
import io.facequality.group.internal.EmbeddingGrouper;
import io.facequality.group.internal.people.FoundGroups;
import io.facequality.group.internal.search.CellSimilaritySearch;
import io.facequality.group.internal.search.MeasuredRecall;
import io.facequality.group.internal.search.SimilarityIndex;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.internal.NamedSettings;
import io.facequality.internal.Workers;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.PlannedGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Faces to choose among, as a grouping makes them.
 *
 * @param description what made them, for the plan's settings
 * @param search how close faces were looked for, for the plan's settings; empty where none were
 * @param groups the groups; those that are no folders are nor people are named {@code group-0001} and so on
 */
record Groups(String description, Optional<String> search, List<FaceGroup> groups) {

    private static final int FEWEST_DIGITS = 4;

    /** How close faces are looked for, by the recall that is wanted. */
    @FunctionalInterface
    interface Searches {
        SimilaritySearch search(double recall);
    }

    /** Groups the faces below a folder. */
    static Groups of(
            FaceFolder folder, Grouping grouping, ModelId embedder, int threads, Searches searches) {
        List<FaceRecord> references = folder.references();
        if (references.isEmpty()) {
            return of(folder.faces(), folder.people(), folder::hash, grouping, embedder, threads, searches);
        }
        List<FaceRecord> faces =
                Stream.concat(folder.faces().stream(), references.stream()).toList();
        Grouping beside = peopleBeside(references, grouping, folder.faces(), threads);
        return of(faces, folder.peopleBesideReferences(), folder::hash, beside, embedder, threads, searches)
                .withoutGroupsOf(new HashSet<>(references.stream().map(FaceRecord::id).toList()), hasNames(grouping));
    }

    /** A grouping into people is carried out now, in a way that keeps their names. */
    private static Grouping peopleBeside(
            List<FaceRecord> references, Grouping grouping, List<FaceRecord> own, int threads) {
        if (grouping instanceof Grouping.Corrected corrected) {
            return new Grouping.Corrected(
                    peopleBeside(references, corrected.grouping(), own, threads), corrected.correction());
        }
        if (grouping instanceof Grouping.People people) {
            PersonCalibration calibration = calibration(people, own.isEmpty() ? references : own);
            return new Grouping.Found(
                    PeopleBesideReferences.find(calibration, people.constraints(), threads, own, references),
                    grouper(people, calibration, threads).toString());
        }
        return grouping;
    }

    /** Whether groups are called as somebody is, and not by numbers. */
    private static boolean hasNames(Grouping grouping) {
        Grouping made = grouping.uncorrected();
        return made instanceof Grouping.Folders
                || made instanceof Grouping.People
                || made instanceof Grouping.Found;
    }

    /** Leaves out the groups that have no other faces. */
    private Groups withoutGroupsOf(Set<FaceId> references, boolean hasNames) {
        List<FaceGroup> left = groups.stream()
                .filter(group -> group.faces().stream().anyMatch(face -> !references.contains(face.id())))
                .toList();
        return new Groups(description, search, hasNames ? left : named(left));
    }

    /** Groups faces that may come from anywhere; of their pictures no more is known than what the records say. */
    static Groups of(
            List<FaceRecord> faces, Grouping grouping, ModelId embedder, int threads, Searches searches) {
        if (grouping.uncorrected() instanceof Grouping.Pictures) {
            throw new InvalidInputException(new Problem(
                    "cannot group the faces", "the grouping " + grouping.description(), "a grouping that takes no pixels",
                    "one that compares pictures", "Read the pictures from a folder, and select among that folder's faces."));
        }
        return of(faces, folders(faces), face -> Optional.empty(), grouping, embedder, threads, searches);
    }

    private static List<FaceGroup> folders(List<FaceRecord> faces) {
        Map<String, List<FaceRecord>> folders = new TreeMap<>();
        faces.forEach(face -> folders.computeIfAbsent(
                        PictureIdentity.folder(face.id().source()), name -> new ArrayList<>())
                .add(face));
        return folders.entrySet().stream()
                .map(folder -> new FaceGroup(folder.getKey(), folder.getValue()))
                .toList();
    }

    private static Groups of(
            List<FaceRecord> faces,
            List<FaceGroup> folders,
            Function<FaceRecord, Optional<PerceptualHash>> hashes,
            Grouping grouping,
            ModelId embedder,
            int threads,
            Searches searches) {
        if (grouping instanceof Grouping.Corrected corrected) {
            return of(faces, folders, hashes, corrected.grouping(), embedder, threads, searches)
                    .corrected(faces, corrected.correction());
        }
        if (grouping instanceof Grouping.Folders) {
            return new Groups(grouping.description(), Optional.empty(), folders);
        }
        if (grouping instanceof Grouping.People people) {
            PersonGrouper grouper = grouper(people, calibration(people, faces), threads);
            return people(grouper.toString(), grouper.people(faces), faces, threads);
        }
        if (grouping instanceof Grouping.Found found) {
            return people(found.origin(), found.people(), faces, threads);
        }
        Grouping exact = withThreshold(grouping, faces, embedder);
        List<String> found = new ArrayList<>();
        DuplicateGrouper grouper = grouper(hashes, exact, threads, searches, found::add);
        String description = exact.description();
        List<FaceGroup> groups = grouper.group(faces);
        requireEachFaceOnce(faces, groups, description);
        return new Groups(description, found.stream().findFirst(), named(groups));
    }

    private Groups corrected(List<FaceRecord> faces, UnaryOperator<List<FaceGroup>> correction) {
        String corrected = description + ", " + NamedSettings.name(correction);
        List<FaceGroup> found = correction.apply(groups);
        requireEachFaceOnce(faces, found, corrected);
        return new Groups(corrected, search, found);
    }

    /** What an index misses has a part in a plan; with how many threads and which instructions it searches has none. */
    private static String found(SimilarityIndex index, double threshold) {
        return index.recall(threshold).map(MeasuredRecall::inWords).orElse(MeasuredRecall.NONE_MISSED);
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
    List<PlannedGroup> planned(
            List<Selection> selections, Function<FaceRecord, Optional<String>> qualityReasons) {
        return IntStream.range(0, selections.size())
                .mapToObj(i -> PlannedGroup.of(selections.get(i), groups.get(i).widest(), qualityReasons))
                .toList();
    }

    /** A plan says at which threshold it was made, the calibrated one too. */
    private static Grouping withThreshold(Grouping grouping, List<FaceRecord> records, ModelId embedder) {
        return grouping instanceof Grouping.Faces faces && faces.threshold().isEmpty()
                ? new Grouping.Faces(
                        OptionalDouble.of(DefaultThresholds.nearDuplicate(onlyEmbedder(records, embedder))
                                .similarity()),
                        faces.linkage(),
                        faces.maximumDiameter(),
                        faces.recall())
                : grouping;
    }

    /** What embedded the faces; where there are none, what would have. */
    private static ModelId onlyEmbedder(List<FaceRecord> faces, ModelId embedder) {
        ModelId first = faces.isEmpty() ? embedder : faces.get(0).embedder();
        for (FaceRecord face : faces) {
            if (!face.embedder().equals(first)) {
                throw new InvalidInputException(new Problem(
                        "cannot group the faces", face.id().toString(),
                        "an embedding by " + first.name() + " " + first.version() + ", as the first face has one",
                        "one by " + face.embedder().name() + " " + face.embedder().version(),
                        "Embed all faces with one model."));
            }
        }
        return first;
    }

    private static DuplicateGrouper grouper(
            Function<FaceRecord, Optional<PerceptualHash>> hashes,
            Grouping grouping,
            int threads,
            Searches searches,
            Consumer<String> found) {
        if (grouping instanceof Grouping.Own own) {
            return own.grouper();
        }
        if (grouping instanceof Grouping.Faces faces) {
            return faceGrouper(faces, threads, searches, found);
        }
        if (grouping instanceof Grouping.Pictures pictures) {
            return PictureGrouper.builder(hashes)
                    .maximumDistance(pictures.maximumDistance())
                    .linkage(pictures.linkage())
                    .maximumDiameter(pictures.maximumDiameter().orElse(PerceptualHash.BITS))
                    .threads(threads)
                    .build();
        }
        return new DigestGrouper();
    }

    private static DuplicateGrouper faceGrouper(
            Grouping.Faces faces, int threads, Searches searches, Consumer<String> found) {
        double threshold = faces.threshold().orElseThrow();
        SimilaritySearch search = searches.search(faces.recall().orElse(CellSimilaritySearch.USUAL_RECALL));
        OptionalDouble widestAllowed = faces.maximumDiameter().isPresent()
                ? OptionalDouble.of(1 - faces.maximumDiameter().getAsDouble())
                : OptionalDouble.empty();
        return new EmbeddingGrouper(
                new Clustering(faces.linkage(), threshold, widestAllowed),
                embeddings -> {
                    SimilarityIndex index = search.index(embeddings);
                    found.accept(found(index, threshold));
                    return index;
                },
                new Workers(threads));
    }

    private static PersonCalibration calibration(Grouping.People people, List<FaceRecord> faces) {
        return people.calibration().orElseGet(() -> faces.isEmpty()
                ? PersonCalibration.embedded()
                : PersonCalibration.of(faces.get(0).embedder(), faces.get(0).quality().model()));
    }

    private static PersonGrouper grouper(Grouping.People people, PersonCalibration calibration, int threads) {
        return PersonGrouper.builder(calibration).constraints(people.constraints()).threads(threads).build();
    }

    private static Groups people(String description, People people, List<FaceRecord> faces, int threads) {
        List<FaceGroup> found = FoundGroups.of(people.among(faces), new Workers(threads));
        requireEachFaceOnce(faces, found, description);
        return new Groups(description, Optional.empty(), found);
    }

    private static List<FaceGroup> named(List<FaceGroup> groups) {
        int digits = Math.max(FEWEST_DIGITS, Integer.toString(groups.size()).length());
        List<FaceGroup> named = new ArrayList<>(groups.size());
        for (FaceGroup group : groups) {
            String name = String.format(Locale.ROOT, "group-%0" + digits + "d", named.size() + 1);
            named.add(new FaceGroup(name, group.faces(), group.widest()));
        }
        return named;
    }
}
