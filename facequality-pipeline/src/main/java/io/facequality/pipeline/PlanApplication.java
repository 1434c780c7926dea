package io.facequality.pipeline;

import io.facequality.InvalidInputException;
import io.facequality.Problem;
import io.facequality.StorageException;
import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.SelectionPlan.PlannedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Carries out a plan: copies, links or moves its pictures into a folder, keeping their folders' structure. No picture is
 * ever deleted or overwritten; a picture that has changed since it was judged is left alone and reported; one that fails
 * does not keep the others from being done. Doing it again completes what is missing.
 *
 * <p>Every file appears whole or not at all. Interrupting the thread ends the work with a {@link
 * CancellationException} between two files or within one, and leaves nothing half-written. Not safe to share between
 * threads.
 */
public final class PlanApplication {

    /** The name of the file that holds a person's representative vector. */
    static final String REPRESENTATIVE_FILE = "best_encoding.npy";

    private final SelectionPlan plan;
    private final Path folder;
    private final ProgressListener listener;

    private PlanApplication(SelectionPlan plan, Path folder, ProgressListener listener) {
        this.plan = plan;
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
         * What is usually meant: copies and links are made of what is kept, and moved to quarantine is what is dropped.
         *
         * @return which pictures the mode is for, if nothing else is said
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
     * Prepares to carry out a plan.
     *
     * @param plan the plan
     * @param folder where the pictures go; made if it is missing; it may lie inside the plan's root
     * @return what carries it out
     * @throws InvalidInputException if the folder is the plan's own root, or a picture's path leads out of the root
     */
    public static PlanApplication of(SelectionPlan plan, Path folder) {
        requireOwnFolder(plan.root(), folder);
        return new PlanApplication(plan, folder, ProgressListener.none());
    }

    /**
     * Checks, before a plan is made at length, that it can be carried out into a folder. Nothing is made or changed.
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
                    "cannot carry out the plan",
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
     * @return what carries the plan out
     */
    public PlanApplication withListener(ProgressListener listener) {
        return new PlanApplication(plan, folder, listener);
    }

    /**
     * Carries the plan out.
     *
     * @param mode what is done
     * @param what with which pictures; copies and links of what is kept come with the representative vector
     *     of each person who has a folder
     * @return what was done, and what could not be
     * @throws StorageException if the folder cannot be made or written to at all
     * @throws CancellationException if this thread is interrupted
     */
    public ApplicationResult apply(Mode mode, What what) {
        List<PlannedPicture> pictures = what == What.KEPT ? plan.keptPictures() : plan.droppedPictures();
        List<Transfer> transfers = pictures.stream().map(this::transfer).toList();
        makeFolder();
        if (mode == Mode.MOVE && !transfers.isEmpty()) {
            UndoFile.write(folder, transfers);
        }
        Transfers work = new Transfers(listener, transfers.size());
        for (Transfer transfer : transfers) {
            work.attempt(() -> carryOut(mode, transfer));
        }
        if (mode != Mode.MOVE && what == What.KEPT) {
            plan.people().stream()
                    .filter(PlanApplication::isFolder)
                    .forEach(person -> work.attemptBeside(() -> writeRepresentative(person)));
        }
        return work.result();
    }

    /**
     * Tells an undo file from a plan, or from anything else, by its content.
     *
     * @param file the file
     * @return whether it says that it is an undo file; {@link #undo} tells whether it is a whole one
     * @throws StorageException if it cannot be read
     */
    public static boolean isUndoFile(Path file) {
        return JsonReader.format(file).equals(UndoFile.FORMAT);
    }

    /**
     * Moves back what {@link Mode#MOVE} moved.
     *
     * @param undoFile the {@code undo.json} that it wrote
     * @param listener is told of every finished picture
     * @return what was restored, and what could not be
     * @throws InvalidInputException if the file is no undo file
     * @throws StorageException if it cannot be read
     * @throws CancellationException if this thread is interrupted
     */
    public static ApplicationResult undo(Path undoFile, ProgressListener listener) {
        List<Transfer> transfers = UndoFile.read(undoFile);
        Transfers work = new Transfers(listener, transfers.size());
        for (Transfer transfer : transfers) {
            work.attempt(transfer.reversed()::move);
        }
        return work.result();
    }

    private Transfer transfer(PlannedPicture picture) {
        return new Transfer(below(plan.root(), picture.path()), below(folder, picture.path()), picture.sha256());
    }

    /** A path of the plan, which may come from a file that anyone wrote. */
    private static Path below(Path root, String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root.normalize())) {
            throw new InvalidInputException(new Problem(
                    "cannot carry out the plan",
                    name,
                    "a path below the plan's root",
                    "one that leads out of it",
                    "The plan was changed by hand or is not to be trusted; make it anew."));
        }
        return path;
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot make the folder", folder.toString(), "a place where a folder can be made",
                            WholeFile.reason(e), "Name another folder, or give yourself permission to write there."),
                    e);
        }
    }

    private static Transfer.Outcome carryOut(Mode mode, Transfer transfer) {
        return switch (mode) {
            case COPY -> transfer.copy();
            case LINK -> transfer.link();
            case MOVE -> transfer.move();
        };
    }

    /** A group of near-duplicates from anywhere has no folder for its vector to lie in. */
    private static boolean isFolder(PlannedPerson person) {
        return person.faces().stream()
                .allMatch(face -> PictureFinder.folder(face.picture()).equals(person.name()));
    }

    private void writeRepresentative(PlannedPerson person) {
        Path file = below(folder, person.name()).resolve(REPRESENTATIVE_FILE);
        byte[] content = NpyFile.vector(person.representative().toArray());
        try {
            boolean alreadyThere = Files.exists(file) && Sha256.of(file).equals(Sha256.of(content));
            if (!alreadyThere) {
                WholeFile.write(file, WholeFile.Existing.KEEP, stream -> stream.write(content));
            }
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot write the representative vector", file.toString(), "a place for a new file",
                            WholeFile.reason(e), "Mend that and carry the plan out again, or name another folder."),
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
}
