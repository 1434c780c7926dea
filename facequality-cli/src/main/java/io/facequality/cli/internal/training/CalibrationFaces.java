package io.facequality.cli.internal.training;

import io.facequality.AlignedFace;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FacePipeline.Picture;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
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

    List<AlignedFace> below(Path folder, Crop.Kind crop) {
        List<AlignedFace> faces = new ArrayList<>();
        try (FacePipeline pipeline = FacePipeline.builder().crop(Crop.of(crop)).listener(this).build()) {
            pipeline.process(
                    PictureSearch.usual().below(folder).pictures(), FaceWork.aligned(), image -> take(image, faces));
        }
        return faces;
    }

    private void take(Picture<AlignedFace> image, List<AlignedFace> faces) {
        image.faces().accept(
                found -> found.forEach(face -> faces.add(face.value())),
                rejection -> err.println("rejected: " + rejection.message()));
    }

    @Override
    public void onProgress(Progress progress) {
        if (lines.isDue()) {
            String what = progress.stage() == Progress.Stage.READING ? "pictures read" : "faces compared";
            lines.print(what + ": " + progress.done() + " of " + progress.total());
        }
    }
}
