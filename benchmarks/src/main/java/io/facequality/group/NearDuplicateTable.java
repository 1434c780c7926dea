package io.facequality.group;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.NearDuplicateSet.Kind;
import io.facequality.group.NearDuplicateSet.Sample;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.internal.DigestGrouper;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Precision and recall of each grouper at its default threshold on people with known copies, as a Markdown table; and
 * how often the keeper of a group is the best copy by a full-reference measure: its peak signal-to-noise ratio (PSNR) to
 * the picture that the copies were made of, which for that picture is infinite. Other pictures get copies than those
 * that the default thresholds were measured on.
 *
 * <p>A pair of faces is right if both are copies of one picture. Precision: of the pairs that share a group, the share
 * that is right; "one person" counts pairs of two pictures of one person as right too, since the set holds natural
 * near-duplicates that nobody labeled. Recall: of a picture and its copy, the share that shares a group, by what the
 * copy went through.
 *
 * <p>Arguments: a folder of aligned people.
 */
public final class NearDuplicateTable {

    private static final int THREADS = 2;

    private NearDuplicateTable() {}

    public static void main(String[] arguments) throws Exception {
        try (OnnxScoringEmbedder embedder = NearDuplicateSet.openEmbeddedModel(THREADS)) {
            List<Sample> all = NearDuplicateSet.read(Path.of(arguments[0]), NearDuplicateSet.TO_MEASURE, embedder);
            List<Sample> alike =
                    all.stream().filter(sample -> !sample.kind().isDegraded()).toList();
            header();
            Map<String, DuplicateGrouper> groupers = groupers(all);
            groupers.forEach((name, grouper) -> row(name, alike, grouper));
            keepers("copies that look the same", alike);
            keepers("worse copies", worseCopies(all));
            keepers("copies of both kinds", all);
            groupers.forEach((name, grouper) -> keepersOfFoundGroups(name, all, grouper));
        }
    }

    private static Map<String, DuplicateGrouper> groupers(List<Sample> samples) {
        Map<FaceId, PerceptualHash> hashes = NearDuplicateSet.hashes(samples);
        Function<FaceRecord, Optional<PerceptualHash>> known = face -> Optional.ofNullable(hashes.get(face.id()));
        double threshold = DefaultThresholds.nearDuplicate(NearDuplicateSet.model()).similarity();
        Map<String, DuplicateGrouper> groupers = new LinkedHashMap<>();
        groupers.put("equal files", new DigestGrouper());
        groupers.put("pictures, complete", PictureGrouper.builder(known).threads(THREADS).build());
        groupers.put(
                "pictures, connected",
                PictureGrouper.builder(known)
                        .linkage(new Linkage.Connected())
                        .threads(THREADS)
                        .build());
        FaceGrouper.Builder faces = FaceGrouper.builder(threshold).threads(THREADS);
        groupers.put("faces, complete", faces.build());
        groupers.put("faces, connected", faces.linkage(new Linkage.Connected()).build());
        groupers.put("faces, density 3", faces.linkage(new Linkage.Density(3)).build());
        return groupers;
    }

    private static List<Sample> worseCopies(List<Sample> samples) {
        return samples.stream()
                .filter(sample -> sample.kind() == Kind.ORIGINAL || sample.kind().isDegraded())
                .toList();
    }

    private static void header() {
        StringBuilder line = new StringBuilder("| grouper | precision | one person |");
        StringBuilder rule = new StringBuilder("|---|---|---|");
        for (Kind kind : Kind.values()) {
            if (isAlike(kind)) {
                line.append(' ').append(kind.name().toLowerCase(Locale.ROOT)).append(" |");
                rule.append("---|");
            }
        }
        System.out.println(line + "\n" + rule);
    }

    private static boolean isAlike(Kind kind) {
        return kind != Kind.ORIGINAL && !kind.isDegraded();
    }

    private static void row(String name, List<Sample> samples, DuplicateGrouper grouper) {
        Map<FaceId, Sample> byId = byId(samples);
        List<FaceGroup> groups =
                grouper.group(samples.stream().map(Sample::face).toList());
        long pairs = 0;
        long sameShot = 0;
        long samePerson = 0;
        for (FaceGroup group : groups) {
            List<Sample> members = members(group, byId);
            pairs += pairs(members.size());
            sameShot += pairsOfOne(members, Sample::shot);
            samePerson += pairsOfOne(members, Sample::person);
        }
        StringBuilder line = new StringBuilder(
                "| " + name + " | " + percent(sameShot, pairs) + " | " + percent(samePerson, pairs) + " |");
        for (Kind kind : Kind.values()) {
            if (isAlike(kind)) {
                line.append(' ').append(recall(kind, samples, groups)).append(" |");
            }
        }
        System.out.println(line);
    }

    private static String recall(Kind kind, List<Sample> samples, List<FaceGroup> groups) {
        Map<FaceId, Integer> groupOf = new HashMap<>();
        for (int group = 0; group < groups.size(); group++) {
            for (FaceRecord face : groups.get(group).faces()) {
                groupOf.put(face.id(), group);
            }
        }
        List<Sample> copies =
                samples.stream().filter(sample -> sample.kind() == kind).toList();
        long found = copies.stream()
                .filter(copy -> groupOf.get(copy.face().id()).equals(groupOf.get(new FaceId(copy.shot(), 0))))
                .count();
        return percent(found, copies.size());
    }

    /** Of the groups by truth, in how many the keeper is the undegraded original, or equal to it in every pixel. */
    private static void keepers(String name, List<Sample> samples) {
        List<FaceGroup> groups = samples.stream().collect(Collectors.groupingBy(Sample::shot)).values().stream()
                .filter(copies -> copies.size() > 1)
                .map(copies -> new FaceGroup(
                        copies.get(0).shot(), copies.stream().map(Sample::face).toList()))
                .toList();
        reportKeepers("Among a picture and its " + name, groups, byId(samples));
    }

    /** The same of the groups that a grouper finds among everything, those in which it puts two shots included. */
    private static void keepersOfFoundGroups(String name, List<Sample> samples, DuplicateGrouper grouper) {
        List<FaceGroup> groups = grouper.group(samples.stream().map(Sample::face).toList()).stream()
                .filter(group -> group.size() > 1)
                .toList();
        reportKeepers("Of the groups of " + name, groups, byId(samples));
    }

    private static void reportKeepers(String where, List<FaceGroup> groups, Map<FaceId, Sample> byId) {
        BestCopy highestQuality = new BestCopy(0, face -> Optional.empty());
        BestCopy bestCopy = new BestCopy(
                DefaultThresholds.qualityTolerance(NearDuplicateSet.model()),
                face -> Optional.of(byId.get(face.id()).facts()));
        System.out.println("\n" + where + ", the keeper is the best in PSNR, in " + groups.size()
                + " groups: by the highest quality " + best(groups, highestQuality, byId) + ", by the best copy "
                + best(groups, bestCopy, byId));
    }

    private static String best(List<FaceGroup> groups, BestCopy chooser, Map<FaceId, Sample> byId) {
        long best = groups.stream()
                .filter(group -> byId.get(chooser.of(group).id()).psnr()
                        == group.faces().stream()
                                .mapToDouble(face -> byId.get(face.id()).psnr())
                                .max()
                                .orElseThrow())
                .count();
        return percent(best, groups.size());
    }

    private static Map<FaceId, Sample> byId(List<Sample> samples) {
        return samples.stream().collect(Collectors.toMap(sample -> sample.face().id(), sample -> sample));
    }

    private static List<Sample> members(FaceGroup group, Map<FaceId, Sample> byId) {
        return group.faces().stream().map(face -> byId.get(face.id())).toList();
    }

    private static long pairsOfOne(List<Sample> members, Function<Sample, String> label) {
        return members.stream().collect(Collectors.groupingBy(label, Collectors.counting())).values().stream()
                .mapToLong(NearDuplicateTable::pairs)
                .sum();
    }

    private static long pairs(long count) {
        return count * (count - 1) / 2;
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
