package io.facequality.pipeline;

import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.ImageSource;
import io.facequality.group.BestCopy;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.internal.CopyComparison;
import io.facequality.group.internal.CopyGrouper;
import io.facequality.images.QualityReport;
import io.facequality.images.internal.PictureDamage;
import io.facequality.pipeline.PictureSearch.PassedOver;
import io.facequality.pipeline.internal.FacesByFolder;
import io.facequality.pipeline.internal.FolderOrder;
import io.facequality.pipeline.internal.NotedPicture;
import io.facequality.pipeline.internal.PictureNotes;
import io.facequality.pipeline.internal.VideoFrames;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The faces of the pictures below a folder, scored once, for as many questions as there are. Safe to share between
 * threads; about two kilobytes per face.
 */
public final class FaceFolder {

    private final Path root;
    private final List<FaceGroup> people;
    private final Map<String, List<FaceRecord>> references;
    private final List<RejectedPicture> rejected;
    private final PassedOver passedOver;
    private final PictureNotes notes;
    private final FolderOrder order;

    /** By digest, since equal files are damaged alike. */
    private final Map<String, Optional<String>> damages = new ConcurrentHashMap<>();

    private final SortedMap<String, String> damaged = new ConcurrentSkipListMap<>();

    public FaceFolder(
            Path root,
            FacesByFolder own,
            FacesByFolder references,
            PassedOver passedOver,
            PictureNotes notes,
            FolderOrder order) {
        this.root = root.toAbsolutePath().normalize();
        this.people = own.faces().entrySet().stream()
                .map(person -> new FaceGroup(person.getKey(), person.getValue()))
                .toList();
        this.references = references.faces();
        this.rejected = Stream.concat(own.rejected().stream(), references.rejected().stream()).toList();
        this.passedOver = passedOver;
        this.notes = notes;
        this.order = order;
    }

    /**
     * The folder.
     *
     * @return an absolute path
     */
    public Path root() {
        return root;
    }

    /**
     * The faces of each folder that holds pictures, the root itself included as {@code "."}.
     *
     * @return one group for each folder with at least one face, in the order of their names
     */
    public List<FaceGroup> people() {
        return people;
    }

    /**
     * All faces.
     *
     * @return any number, folder by folder
     */
    public List<FaceRecord> faces() {
        List<FaceRecord> faces = new ArrayList<>();
        people.forEach(person -> faces.addAll(person.faces()));
        return faces;
    }

    /** The faces of each folder with the protected ones outside: of the folder of the same name, or copies of these. */
    public List<FaceGroup> peopleBesideReferences() {
        Set<String> names = people.stream().map(FaceGroup::name).collect(Collectors.toSet());
        List<FaceRecord> others = references.entrySet().stream()
                .filter(folder -> !names.contains(folder.getKey()))
                .flatMap(folder -> folder.getValue().stream())
                .toList();
        return people.stream()
                .map(person -> with(
                        person,
                        Stream.concat(
                                        references.getOrDefault(person.name(), List.of()).stream(),
                                        copies().copiesOf(person.faces(), others).stream())
                                .toList()))
                .toList();
    }

    private static FaceGroup with(FaceGroup person, List<FaceRecord> references) {
        return references.isEmpty()
                ? person
                : new FaceGroup(
                        person.name(),
                        Stream.concat(person.faces().stream(), references.stream()).toList());
    }

    /** Reads pictures from anywhere, with what has a part in choosing among their faces later, in another process. */
    public static List<NotedPicture> readNoted(FacePipeline pipeline, List<ImageSource> pictures) {
        return pipeline.readNoted(pictures);
    }

    /** Whether a face's picture is a camera's raw file, which no copy is better than. */
    public boolean isRaw(FaceRecord face) {
        return notes.isRaw(face);
    }

    /** The faces of pictures outside of this folder that these are compared with. */
    public List<FaceRecord> references() {
        return references.values().stream().flatMap(List::stream).toList();
    }

    /** Whether a face's picture is never dropped. */
    public boolean isProtected(FaceRecord face) {
        return order.isProtected(face.id().source());
    }

    /** Which folders go before others. */
    public FolderOrder order() {
        return order;
    }

    /**
     * What could not be used.
     *
     * @return any number, in the order of the paths
     */
    public List<RejectedPicture> rejected() {
        return rejected;
    }

    /**
     * What was not looked at.
     *
     * @return what the search for pictures passed over
     */
    public PassedOver passedOver() {
        return passedOver;
    }

    /**
     * What a face's picture looks like from afar.
     *
     * @param face a face below this folder
     * @return its picture's hash; empty for a face that is not below this folder
     */
    public Optional<PerceptualHash> hash(FaceRecord face) {
        return notes.of(face).map(PictureNotes.Note::hash);
    }

    /**
     * What is wrong with a face: the sentence of its {@link QualityReport}.
     *
     * @param face a face below this folder
     * @return a sentence; empty for a face that nothing is wrong with, and for one that is not below this folder
     */
    public Optional<String> qualityReason(FaceRecord face) {
        return notes.qualityReason(face);
    }

    /**
     * The pictures that turned out to be damaged when they were compared with their copies. Others are not looked at:
     * it takes reading them a second time.
     *
     * @return what is damaged, by the picture's path below the folder, in the order of the paths
     */
    public SortedMap<String, String> damaged() {
        return new TreeMap<>(damaged);
    }

    /** What is known of a face's picture and file, which is read again for it. */
    public Optional<BestCopy.Facts> facts(FaceRecord face) {
        return notes.facts(face, this::damage, order.precedence(face.id().source()));
    }

    private Optional<String> damage(FaceRecord face) {
        Optional<String> damage =
                damages.computeIfAbsent(face.pictureSha256(), digest -> PictureDamage.of(picture(face)));
        damage.ifPresent(words -> damaged.put(face.id().source(), words));
        return damage;
    }

    /** Finds the copies of each shot among faces below this folder. */
    public CopyGrouper copies() {
        return notes.copies();
    }

    /** Compares the copies of a shot. */
    public CopyComparison comparison() {
        return notes.comparison();
    }

    /** Where a face's picture can be read again. */
    public ImageSource picture(FaceRecord face) {
        return VideoFrames.source(root, face.id().source());
    }
}
