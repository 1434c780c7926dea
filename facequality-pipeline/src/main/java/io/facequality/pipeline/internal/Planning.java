package io.facequality.pipeline.internal;

import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.Selection;
import io.facequality.group.Finding;
import io.facequality.group.PictureGrouper;
import io.facequality.group.internal.LabelNoiseCheck;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.internal.UserCode;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.SelectionPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Faces in, a plan out: groups them and chooses among the faces of each group.
 *
 * @param models what scored and embedded the faces
 * @param pictures how pictures became faces
 * @param threads how many groups are chosen among at once
 * @param listener is told of every group that is done
 */
public record Planning(ModelSet models, PictureSettings pictures, int threads, ProgressListener listener) {

    /**
     * Makes a plan.
     *
     * @param chosenBy what the settings say of the chooser, by name
     */
    public SelectionPlan plan(
            FaceFolder folder, Grouping grouping, Keep keep, DuplicateSelector chooser, Map<String, String> chosenBy) {
        Groups groups = Groups.of(
                folder, grouping, models.embedder().get().model(), threads, this::search);
        return new SelectionPlan(
                new SelectionPlan.Provenance(
                        Version.current(), settings(folder, groups, keep, chosenBy), models.ids(pictures)),
                folder.root(),
                groups.planned(select(groups.groups(), keep, chooser), folder::qualityReason),
                folder.rejected(),
                grouping.uncorrected() instanceof Grouping.Folders ? findings(folder) : List.of(),
                folder.order().protectedFolders(folder.root()));
    }

    /** Groups faces that may come from anywhere. */
    public List<FaceGroup> group(List<FaceRecord> faces, Grouping grouping) {
        return Groups.of(
                        faces, grouping, models.embedder().get().model(), threads, this::search)
                .groups();
    }

    private SimilaritySearch search(double recall) {
        return SimilaritySearch.automatic(threads, recall);
    }

    public List<Selection> select(List<FaceGroup> groups, Keep keep, DuplicateSelector chooser) {
        List<Selection> selections = new ArrayList<>(groups.size());
        tellOf(selections, groups);
        new OrderedFlow(threads)
                .run(groups.iterator(), group -> selection(group, keep, chooser), (Selection selection) -> {
                    selections.add(selection);
                    tellOf(selections, groups);
                });
        return selections;
    }

    private static Selection selection(FaceGroup group, Keep keep, DuplicateSelector chooser) {
        String contract = "a selection with each face of the group once, in the group's order";
        Selection selection = UserCode.call(chooser, "select", contract, () -> chooser.select(group, keep));
        List<FaceId> chosenAmong = selection.decisions().stream().map(decision -> decision.face().id()).toList();
        if (!chosenAmong.equals(group.faces().stream().map(FaceRecord::id).toList())) {
            throw UserCode.broken(
                    chooser, "select", contract,
                    chosenAmong.size() + " faces, or others, of the " + group.faces().size() + " of " + group.name(), null);
        }
        return selection;
    }

    private void tellOf(List<Selection> done, List<FaceGroup> groups) {
        listener.onProgress(new Progress(Progress.Stage.SELECTING, done.size(), groups.size(), 0));
    }

    public List<Finding> findings(FaceFolder folder) {
        return findings(folder, threads);
    }

    /** Faces that seem to lie in the wrong person's folder; each folder is a person. */
    public static List<Finding> findings(FaceFolder folder, int threads) {
        return LabelNoiseCheck.builder()
                .hashes(folder::hash, PictureGrouper.DEFAULT_MAXIMUM_DISTANCE)
                .threads(threads)
                .build()
                .findings(folder.people());
    }

    private Map<String, String> settings(
            FaceFolder folder, Groups groups, Keep keep, Map<String, String> chosenBy) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("group", groups.description());
        groups.search().ifPresent(search -> all.put("search", search));
        all.put("keep", description(keep));
        all.putAll(chosenBy);
        if (!folder.order().isNone()) {
            all.put("folders", folder.order().toString());
        }
        all.putAll(pictures.described());
        all.putAll(models.rewrites());
        return all;
    }

    private static String description(Keep keep) {
        return keep instanceof Keep.Best best
                ? Integer.toString(best.count())
                : "auto, at most " + ((Keep.Auto) keep).atMost();
    }
}
