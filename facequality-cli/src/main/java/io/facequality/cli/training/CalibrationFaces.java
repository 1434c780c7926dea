package io.facequality.cli.training;

import io.facequality.AlignedFace;
import io.facequality.Outcome;
import io.facequality.pipeline.Crop;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Picture;
import io.facequality.pipeline.PictureFinder;
import io.facequality.pipeline.Progress;
import io.facequality.pipeline.ProgressListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The faces on a folder's images; those that cannot be used are named on standard error. */
final class CalibrationFaces implements ProgressListener {

    private final PrintWriter err;
    private final SparseLines lines;

    CalibrationFaces(PrintWriter err) {
        this.err = err;
        this.lines = new SparseLines(err);
    }

    List<AlignedFace> below(Path folder, Crop crop) {
        List<AlignedFace> faces = new ArrayList<>();
        try (FacePipeline pipeline = FacePipeline.builder().crop(crop).listener(this).build()) {
            pipeline.align(PictureFinder.below(folder, List.of()), image -> take(image, faces));
        }
        return faces;
    }

    private void take(Picture<AlignedFace> image, List<AlignedFace> faces) {
        if (image.faces() instanceof Outcome.Ok<List<AlignedFace>> ok) {
            faces.addAll(ok.value());
        } else if (image.faces() instanceof Outcome.Rejected<List<AlignedFace>> no) {
            err.println("rejected: " + no.rejection().message());
        }
    }

    @Override
    public void onProgress(Progress progress) {
        if (lines.isDue()) {
            String what = progress.stage() == Progress.Stage.READING ? "pictures read" : "faces judged by both models";
            lines.print(what + ": " + progress.done() + " of " + progress.total());
        }
    }
}
