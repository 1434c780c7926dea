package io.facequality.plan.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.plan.PlanApplication.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Attempts one transfer after the other and keeps count; a failure does not keep the others from being done. */
public final class Transfers {

    private final ProgressListener listener;
    private final int total;
    private final List<Problem> failures = new ArrayList<>();
    private int attempted;
    private int done;
    private int alreadyThere;

    public Transfers(ProgressListener listener, int total) {
        this.listener = listener;
        this.total = total;
    }

    /** Whether the picture is there now. */
    public boolean attempt(Supplier<Transfer.Outcome> transfer) {
        int failuresBefore = failures.size();
        try {
            switch (transfer.get()) {
                case DONE -> done++;
                case ALREADY_THERE -> alreadyThere++;
            }
        } catch (StorageException e) {
            failures.add(e.problem());
        }
        attempted++;
        listener.onProgress(new Progress(Progress.Stage.APPLYING, attempted, total, failures.size()));
        return failures.size() == failuresBefore;
    }

    /** A file that goes along with the pictures and is not counted among them. */
    public void attemptBeside(Runnable write) {
        try {
            write.run();
        } catch (StorageException e) {
            failures.add(e.problem());
        }
    }

    public Result result(Optional<Path> undoFile) {
        return new Result(done, alreadyThere, failures, undoFile);
    }
}
