package io.facequality.plan;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ProgressListener;
import io.facequality.internal.FileAttributes;
import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.internal.NpyFile;
import io.facequality.pipeline.internal.OutputPlace;
import io.facequality.pipeline.internal.VideoFrames;
import io.facequality.plan.SelectionPlan.PlannedPicture;
import io.facequality.plan.internal.CompanionFiles;
import io.facequality.plan.internal.CompanionFiles.CompanionFile;
import io.facequality.plan.internal.EarlierChoice;
import io.facequality.plan.internal.Enclosure;
import io.facequality.plan.internal.FrameFile;
import io.facequality.plan.internal.JsonReader;
import io.facequality.plan.internal.KeptCopies;
import io.facequality.plan.internal.RepresentativeFile;
import io.facequality.plan.internal.Transfer;
import io.facequality.plan.internal.Transfers;
import io.facequality.plan.internal.UndoFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/**
 * Applies a plan: copies, links or moves its pictures into a folder, keeping their folders' structure. No picture is
 * ever deleted or overwritten. A picture that has changed since the plan was made is left alone and reported. One that
 * fails does not stop the others. A dropped picture moves only while a kept one of each of its groups is there and
 * unchanged. One of a protected folder never moves. Doing it again completes what is missing.
 *
 * <p>A plan may come from anyone: it can only name pictures below its root, and files below the folder that it is
 * applied to. Times, permissions and, where allowed, owners go along with every picture.
 *
 * <p>What belongs to a picture goes where it goes, and comes back with it: the raw file that it was made of, the film of a
 * live photo, and notes of programs ({@code .xmp}, {@code .json}, {@code .aae}), told by their names. A frame of a video
 * becomes a PNG file that is named after it; a dropped one stays in its video.
 *
 * <p>Every file appears whole or not at all. Interrupting the thread ends the work with a {@link
 * CancellationException} between two files or within one, and leaves nothing half-written. Not safe to share between
 * threads.
 */
public final class PlanApplication {

    private final SelectionPlan plan;
    private final Enclosure root;
    private final Path folder;
    private final ProgressListener listener;

    private PlanApplication(SelectionPlan plan, Path root, Path folder, ProgressListener listener) {
        requireOwnFolder(root, folder);
        this.plan = plan;
        this.root = new Enclosure(root);
        this.folder = folder;
        this.listener = listener;
    }

    /** What is done with a picture. */
    public enum Mode {
        /** Copy it. */
        COPY,
        /** Link it: a hard link, or where the file system cannot, a symbolic one. */
        LINK,
        /** Move it, and write {@code undo.json}, from which {@link #undo} restores. */
        MOVE;

        /**
         * What is usually meant: kept pictures are copied or linked, dropped ones are moved.
         *
         * @return the pictures that the mode is for, if nothing else is said
         */
        public What usualWhat() {
            return this == MOVE ? What.DROPPED : What.KEPT;
        }
    }

    /** Which pictures it is done with. */
    public enum What {
        /** Those with at least one kept face. */
        KEPT,
        /** Those with faces, none of which is kept. Rejected pictures are not among them. */
        DROPPED
    }

    /**
     * Prepares to apply a plan.
     *
     * @param plan the plan
     * @param folder where the pictures go; made if it is missing; it may lie inside the plan's root
     * @return what applies it
     * @throws InvalidInputException if the folder is the plan's own root
     */
    public static PlanApplication of(SelectionPlan plan, Path folder) {
        return new PlanApplication(plan, plan.root(), folder.toAbsolutePath(), ProgressListener.none());
    }

    /**
     * The same for pictures that have gone elsewhere, such as those of a drive that has another name now.
     *
     * @param newRoot the folder that the pictures lie in now
     * @return what applies the plan
     * @throws InvalidInputException if that is the folder where the pictures go
     */
    public PlanApplication withRoot(Path newRoot) {
        return new PlanApplication(plan, newRoot.toAbsolutePath().normalize(), folder, listener);
    }

    /**
     * Checks, before a plan is made at length, that it can be applied to a folder. Nothing is made or changed.
     *
     * @param root the folder that the pictures lie in
     * @param folder where they are to go
     * @throws InvalidInputException if the two are one
     * @throws StorageException if the folder cannot be made or written to
     */
    public static void requireUsable(Path root, Path folder) {
        requireOwnFolder(root, folder);
        OutputPlace.requireFolder(folder);
    }

    private static void requireOwnFolder(Path root, Path folder) {
        if (same(root, folder)) {
            throw new InvalidInputException(new Problem(
                    "cannot apply the plan",
                    folder.toString(),
                    "a folder of its own for the results",
                    "the folder that the pictures lie in",
                    "Name another folder; a new one inside is fine."));
        }
    }

    /**
     * The same, with progress.
     *
     * @param listener is told of every finished picture
     * @return what applies the plan
     */
    public PlanApplication withListener(ProgressListener listener) {
        return new PlanApplication(plan, root.folder(), folder, listener);
    }

    /**
     * Checks that the folder holds nothing of another choice, which would be mixed with this one: no picture and no
     * representative vector that this plan would not put there.
     *
     * @throws InvalidInputException if it does; the message counts them
     * @throws StorageException if the folder cannot be looked into
     */
    public void requireNoOtherChoice() {
        EarlierChoice.in(folder).requireNothingBut(plan);
    }

    /**
     * Counts what a folder holds of an earlier choice.
     *
     * @param folder the folder; it may be missing
     * @return the pictures in it and below it
     * @throws StorageException if it cannot be looked into
     */
    public static int picturesIn(Path folder) {
        return EarlierChoice.in(folder).pictures().size();
    }

    /**
     * Applies the plan.
     *
     * @param mode what is done
     * @param what with which pictures; copies and links of what is kept come with the representative vector
     *     of each group that is a folder
     * @return what was done, and what could not be
     * @throws InvalidInputException if a path in the plan leads out of its root or the folder; nothing is done then
     * @throws StorageException if the root is not there, or the folder cannot be made or written to at all
     * @throws CancellationException if this thread is interrupted
     */
    public Result apply(Mode mode, What what) {
        requireRoot(root.folder());
        requireOwnPictures();
        List<PlannedPicture> chosen = what == What.KEPT ? plan.keptPictures() : plan.droppedPictures();
        List<PlannedPicture> pictures = chosen.stream()
                .filter(picture -> !isFrame(picture))
                .filter(picture -> mode != Mode.MOVE || !plan.isProtectedBelowRoot(picture.path()))
                .toList();
        Map<PlannedPicture, Transfer> transfers = transfers(pictures);
        List<FrameFile> frames = mode == Mode.MOVE && what == What.DROPPED ? List.of() : frames(chosen);
        List<CompanionFile> companions = CompanionFiles.of(root, pictures, mode == Mode.MOVE);
        Map<String, List<Transfer>> companionsOf = companionsOf(companions);
        Map<PlannedGroup, Path> representatives =
                mode != Mode.MOVE && what == What.KEPT ? representatives() : Map.of();
        makeFolder();
        WholeFile.sweep(folder);
        sweepTargets(transfers.values());
        Optional<Path> undoFile = mode == Mode.MOVE && !pictures.isEmpty()
                ? Optional.of(UndoFile.write(folder, root.folder(), pictures, companions))
                : Optional.empty();
        Transfers work = new Transfers(listener, pictures.size() + frames.size());
        KeptCopies kept = new KeptCopies(plan, root);
        transfers.forEach((picture, transfer) -> {
            boolean gone = work.attempt(() -> {
                if (mode == Mode.MOVE && what == What.DROPPED && transfer.hasSource()) {
                    kept.requireFor(picture);
                }
                return transferred(mode, transfer);
            });
            if (gone) {
                companionsOf.getOrDefault(picture.path(), List.of()).forEach(companion ->
                        work.attemptBeside(() -> transferred(mode, companion)));
            }
        });
        frames.forEach(frame -> work.attempt(frame::write));
        representatives.forEach((group, file) -> work.attemptBeside(() -> writeRepresentative(group, file)));
        return work.result(undoFile);
    }

    /** Those that stay where they are, too: a dropped picture's kept one is looked for. */
    private void requireOwnPictures() {
        plan.groups().stream()
                .flatMap(group -> group.faces().stream())
                .filter(face -> !plan.isReference(face))
                .forEach(face -> root.path(face.picture()));
    }

    private Map<PlannedPicture, Transfer> transfers(List<PlannedPicture> pictures) {
        Enclosure targets = new Enclosure(folder);
        Map<PlannedPicture, Transfer> transfers = new LinkedHashMap<>();
        for (PlannedPicture picture : pictures) {
            transfers.put(
                    picture, new Transfer(root.path(picture.path()), targets.path(picture.path()), picture.sha256()));
        }
        transfers.values().stream().map(transfer -> WholeFile.folderOf(transfer.target())).distinct()
                .forEach(targets::requireNoWayOut);
        return transfers;
    }

    private boolean isFrame(PlannedPicture picture) {
        return VideoFrames.isFrame(root.folder(), picture.path());
    }

    /** A frame cannot be taken out of its video; what is copied, linked or moved is a picture of it. */
    private List<FrameFile> frames(List<PlannedPicture> pictures) {
        Enclosure targets = new Enclosure(folder);
        List<FrameFile> frames = pictures.stream()
                .filter(this::isFrame)
                .map(picture -> new FrameFile(
                        root.folder(), picture.path(), targets.path(picture.path() + FrameFile.ENDING),
                        picture.sha256()))
                .toList();
        frames.stream().map(frame -> WholeFile.folderOf(frame.target())).distinct().forEach(targets::requireNoWayOut);
        return frames;
    }

    private Map<String, List<Transfer>> companionsOf(List<CompanionFile> companions) {
        Enclosure targets = new Enclosure(folder);
        return companions.stream()
                .collect(Collectors.groupingBy(
                        CompanionFile::picture,
                        Collectors.mapping(
                                file -> new Transfer(
                                        root.path(file.path()), targets.path(file.path()), file.sha256(),
                                        Transfer.Kind.COMPANION),
                                Collectors.toList())));
    }

    private Map<PlannedGroup, Path> representatives() {
        Enclosure targets = new Enclosure(folder);
        Map<PlannedGroup, Path> files = new LinkedHashMap<>();
        for (PlannedGroup group : plan.groups()) {
            RepresentativeFile.pathOf(group).ifPresent(path -> files.put(group, targets.path(path)));
        }
        return files;
    }

    private static void sweepTargets(Collection<Transfer> transfers) {
        transfers.stream().map(transfer -> WholeFile.folderOf(transfer.target())).distinct()
                .filter(Files::isDirectory).forEach(WholeFile::sweep);
    }

    /**
     * Tells an undo file from a plan, or from anything else, by its content.
     *
     * @param file the file
     * @return whether it says that it is an undo file; {@link #undo} tells whether it is a whole one
     * @throws StorageException if it cannot be read
     */
    public static boolean isUndoFile(Path file) {
        return UndoFile.isFormat(JsonReader.format(file));
    }

    /**
     * Tells where {@link #undo} moves pictures to, before it does.
     *
     * @param undoFile the {@code undo.json}
     * @return the folder that they came from
     * @throws InvalidInputException if the file is no undo file
     * @throws StorageException if it cannot be read
     */
    public static Path undoRoot(Path undoFile) {
        return UndoFile.read(undoFile).root();
    }

    /**
     * Moves back what {@link Mode#MOVE} moved, to where it was.
     *
     * @param undoFile the {@code undo.json} that it wrote, in the folder that it wrote it to
     * @param listener is told of every finished picture
     * @return what was restored, and what could not be
     * @throws InvalidInputException if the file is no undo file, or names files outside its folder or the root
     * @throws StorageException if it cannot be read, or the folder that the pictures came from is not there
     * @throws CancellationException if this thread is interrupted
     */
    public static Result undo(Path undoFile, ProgressListener listener) {
        return undo(undoFile, undoRoot(undoFile), listener);
    }

    /**
     * Moves back what {@link Mode#MOVE} moved, where the folder that it came from has another name now.
     *
     * @param undoFile the {@code undo.json} that it wrote, in the folder that it wrote it to
     * @param root the folder that the pictures go to
     * @param listener is told of every finished picture
     * @return what was restored, and what could not be
     * @throws InvalidInputException if the file is no undo file, or names files outside its folder or the root
     * @throws StorageException if it cannot be read, or the root is not there
     * @throws CancellationException if this thread is interrupted
     */
    public static Result undo(Path undoFile, Path root, ProgressListener listener) {
        UndoFile undo = UndoFile.read(undoFile);
        List<Transfer> ways = undo.back(root.toAbsolutePath().normalize());
        List<Transfer> companions = undo.companionsBack(root.toAbsolutePath().normalize());
        requireRoot(root);
        sweepTargets(ways);
        Transfers work = new Transfers(listener, ways.size());
        ways.forEach(way -> work.attempt(way::move));
        companions.stream().filter(Transfer::hasSource).forEach(way -> work.attemptBeside(way::move));
        return work.result(Optional.empty());
    }

    /** Without it each of its pictures would be missing: one message says the same. */
    private static void requireRoot(Path root) {
        if (!Files.isDirectory(root)) {
            throw new StorageException(new Problem(
                    "cannot apply the plan",
                    root.toString(),
                    "the folder that the pictures lie in, or came from",
                    Files.exists(root) ? "a file" : "no such folder",
                    "Connect its drive, or name the folder that it is now."));
        }
    }

    private void makeFolder() {
        try {
            FileAttributes.makeFolderLike(root.folder(), folder);
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot make the folder", folder.toString(), "a place where a folder can be made",
                            WholeFile.reason(e), "Name another folder, or give yourself permission to write there."),
                    e);
        }
    }

    private static Transfer.Outcome transferred(Mode mode, Transfer transfer) {
        return switch (mode) {
            case COPY -> transfer.copy();
            case LINK -> transfer.link();
            case MOVE -> transfer.move();
        };
    }

    private void writeRepresentative(PlannedGroup group, Path file) {
        byte[] content = NpyFile.vector(group.representative().toArray());
        try {
            boolean alreadyThere = Files.isRegularFile(file) && Sha256.of(file).equals(Sha256.of(content));
            if (!alreadyThere) {
                Path model = root.folder().resolve(folder.relativize(WholeFile.folderOf(file)));
                FileAttributes.makeFolderLike(model, WholeFile.folderOf(file));
                WholeFile.write(file, WholeFile.Existing.KEEP, stream -> stream.write(content));
            }
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot write the representative vector", file.toString(), "a place for a new file",
                            WholeFile.reason(e), "Correct that and apply the plan again, or name another folder."),
                    e);
        }
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other)
                    || one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What came of applying a plan, or of undoing it.
     *
     * @param done how many files were copied, linked, moved or restored
     * @param alreadyThere how many were in place before
     * @param failures what could not be done; everything else was
     * @param undoFile what moves the pictures back; empty if nothing was to be moved
     */
    public record Result(int done, int alreadyThere, List<Problem> failures, Optional<Path> undoFile) {

        /** Copies the list and checks that nothing is missing. */
        public Result {
            failures = List.copyOf(failures);
            Objects.requireNonNull(undoFile, "undoFile");
        }

        /**
         * Gives the result to a caller for whom a single failure is too many.
         *
         * @return this result, without failures
         * @throws StorageException if there is a failure; its message is the first one's and counts the others
         */
        public Result orElseThrow() {
            if (failures.isEmpty()) {
                return this;
            }
            Problem first = failures.get(0);
            throw new StorageException(
                    failures.size() == 1
                            ? first
                            : new Problem(
                                    first.what() + " (and " + (failures.size() - 1) + " other files)",
                                    first.where(),
                                    first.expected(),
                                    first.found(),
                                    first.remedy()));
        }
    }
}
