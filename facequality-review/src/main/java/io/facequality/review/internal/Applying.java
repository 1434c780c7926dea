package io.facequality.review.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.plan.PlanApplication;
import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.SelectionPlan.PlannedPicture;
import io.facequality.plan.internal.decisions.ReviewedPlan;
import io.facequality.review.internal.Answers.Applied;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Carries out plans, and takes the last move back. Safe to share between threads. */
final class Applying {

    private static final Pattern FOLDER_NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,100}");

    private final Folders folders;
    private final Work work;
    private @Nullable LastMove lastMove;

    Applying(Folders folders, Work work) {
        this.folders = folders;
        this.work = work;
    }

    /**
     * The move that can be taken back.
     *
     * @param undoFile the list of what was moved
     * @param root the folder that it came from, and that the page shows before it moves anything back
     */
    private record LastMove(Path undoFile, Path root) {}

    /** What it would do. */
    Answers.ApplyPreview preview(Questions.Apply asked, ReviewedPlan reviewed) {
        Path folder = target(asked);
        List<PlannedPicture> kept = reviewed.plan().keptPictures();
        List<PlannedPicture> dropped = reviewed.plan().droppedPictures();
        return new Answers.ApplyPreview(
                folder.toString(),
                mode(asked) == Mode.MOVE ? dropped.size() : kept.size(),
                kept.size(),
                dropped.size(),
                (int) reviewed.groups().stream().filter(group -> !group.accepted()).count(),
                (int) reviewed.groups().stream().filter(group -> group.planned().kept().isEmpty()).count(),
                Files.exists(folder, LinkOption.NOFOLLOW_LINKS));
    }

    void start(Questions.Apply asked, OpenPlan plan) {
        Path folder = target(asked);
        Mode mode = mode(asked);
        work.start("apply", listener -> {
            PlanApplication.Result result = plan.apply(mode, folder, listener);
            result.undoFile().ifPresent(file -> setLastMove(new LastMove(file, plan.plan().root())));
            return new Windows.Event("applied", applied(mode.name(), folder, result));
        });
    }

    void startUndo() {
        LastMove move = lastMove();
        work.start("undo", listener -> {
            PlanApplication.Result result = PlanApplication.undo(move.undoFile(), move.root(), listener);
            if (result.failures().isEmpty()) {
                setLastMove(null);
            }
            return new Windows.Event("applied", applied("UNDO", move.root(), result));
        });
    }

    /** Where the last move can be taken back to. */
    synchronized @Nullable String moveBackTo() {
        return lastMove == null ? null : lastMove.root().toString();
    }

    private synchronized LastMove lastMove() {
        return Optional.ofNullable(lastMove)
                .orElseThrow(() -> new Refusal(Refusal.CONFLICT, "There is nothing to move back."));
    }

    private synchronized void setLastMove(@Nullable LastMove move) {
        lastMove = move;
    }

    private Applied applied(String mode, Path folder, PlanApplication.Result result) {
        return new Applied(
                mode,
                folder.toString(),
                result.done(),
                result.alreadyThere(),
                result.failures().stream().map(Problem::message).toList(),
                moveBackTo());
    }

    private static Mode mode(Questions.Apply asked) {
        return Optional.ofNullable(asked.mode())
                .orElseThrow(() -> new Refusal(Refusal.BAD_REQUEST, "Say whether to copy, link or move."));
    }

    /** A folder directly in one that is shown. */
    private Path target(Questions.Apply asked) {
        String name = Optional.ofNullable(asked.name()).orElse("").strip();
        if (!FOLDER_NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new Refusal(Refusal.UNUSABLE, "Name a folder, without slashes, of at most 100 characters.");
        }
        Path target = child(folders.folder(asked.folder()), name);
        if (Files.isSymbolicLink(target)) {
            throw new Refusal(Refusal.UNUSABLE, "There is a link of this name. Name another folder.");
        }
        return target;
    }

    private static Path child(Path parent, String name) {
        try {
            return parent.resolve(name);
        } catch (InvalidPathException e) {
            throw new Refusal(Refusal.UNUSABLE, "No folder can have this name.");
        }
    }
}
