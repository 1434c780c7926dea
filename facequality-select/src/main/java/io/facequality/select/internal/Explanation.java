package io.facequality.select.internal;

import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Selection.Decision;
import io.facequality.select.Objective;
import io.facequality.select.internal.objective.Praise;
import io.facequality.select.internal.search.SearchResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Says of each face of a group what became of it, and why in plain words. */
public final class Explanation {

    private static final Pattern FOLDERS = Pattern.compile(".*[/\\\\](?=.)", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Candidates candidates;
    private final KeptFaces keptFaces;
    private final boolean[] kept;
    private final int[] qualityRanks;
    private final String reasonToKeep;

    private Explanation(Candidates candidates, KeptFaces keptFaces, int[] kept, String reasonToKeep) {
        this.candidates = candidates;
        this.keptFaces = keptFaces;
        this.kept = new boolean[candidates.size()];
        Arrays.stream(kept).forEach(face -> this.kept[face] = true);
        this.qualityRanks = candidates.qualityRanks();
        this.reasonToKeep = reasonToKeep;
    }

    /** Of a group in which nothing had to be chosen. */
    public static Explanation ofWhole(Candidates candidates, KeptFaces keptFaces, int[] kept, int wanted) {
        return new Explanation(
                candidates,
                keptFaces,
                kept,
                "there " + (candidates.size() == 1 ? "is" : "are") + " only "
                        + Praise.counted(candidates.size(), "face") + " to choose among and " + wanted
                        + (wanted == 1 ? " was" : " were") + " asked for");
    }

    /** Of a group that a search chose from. */
    public static Explanation ofChoice(
            Candidates candidates, KeptFaces keptFaces, Objective objective, SearchResult result) {
        int[] kept = result.best().ordinals();
        String together = kept.length == 1 ? "it " : "with " + Praise.counted(kept.length - 1, "other") + " it ";
        return new Explanation(
                candidates,
                keptFaces,
                kept,
                together + objective.reason(result.best().value(), candidates.size() - kept.length, result.optimality()));
    }

    /** One decision for each face, in the group's order. */
    public List<Decision> decisions() {
        return candidates.inGroupOrder().mapToObj(this::decision).toList();
    }

    private Decision decision(int face) {
        return new Decision(
                candidates.faces().get(face),
                kept[face],
                keptFaces.distanceToRepresentative(face),
                keptFaces.distanceToNearest(face),
                (kept[face] ? "kept: " + reasonToKeep : "dropped: " + reasonToDrop(face)) + "; quality "
                        + decimal(quality(face)) + ", rank " + qualityRanks[face] + " of " + candidates.size());
    }

    private String reasonToDrop(int face) {
        FaceRecord dropped = candidates.faces().get(face);
        FaceRecord nearest = candidates.faces().get(keptFaces.nearest(face));
        String name = name(nearest.id()) + " (quality " + decimal(nearest.quality().value()) + ")";
        boolean samePicture = dropped.pictureSha256().equals(nearest.pictureSha256())
                && dropped.id().face() == nearest.id().face();
        return samePicture
                ? "an exact copy of the kept " + name
                : decimal(keptFaces.distanceToNearest(face)) + " from the kept " + name + ", which stands for it";
    }

    private double quality(int face) {
        return candidates.faces().get(face).quality().value();
    }

    /** The picture's name without its folders; a name may hold line breaks, a reason may not. */
    private static String name(FaceId id) {
        String file = FOLDERS.matcher(id.source()).replaceFirst("");
        return CONTROL.matcher(file).replaceAll("\uFFFD") + (id.face() == 0 ? "" : " face " + (id.face() + 1));
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }
}
