package io.facequality.distill;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ImageSource;
import io.facequality.distill.internal.labels.DiffusionLabelTable;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Picture;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.PictureSearch.PassedOver;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Scores all faces below a folder by diffusion, as labels for training, into a table. A run that ended early, by a kill
 * or a full disk, goes on where it stopped: pictures whose rows are in the table are not scored again, and none of their
 * rows is lost.
 *
 * <p>The columns are {@code
 * path,face,faces,score,standard_error,repeats,noisy,restored,noisy_mirrored,restored_mirrored,mirrored,balanced}, the
 * rows those of the pictures in their order, as far as one run goes. {@code FILE.settings.json} beside it says how the
 * labels were made. Memory does not grow with the number of faces. A picture that is rejected has no row.
 */
public final class Labeling {

    private static final Pattern NAME_VERSION_CHECKSUM = Pattern.compile("(.*) \\S* (\\S*)");

    private final PictureSearch search;
    private final FacePipeline pipeline;
    private final DiffusionQualityScorer diffusion;

    /**
     * Puts together what labels are made with; pipeline and scorer stay the caller's to close.
     *
     * @param search finds the pictures
     * @param pipeline finds and aligns the faces
     * @param diffusion scores them
     */
    public Labeling(PictureSearch search, FacePipeline pipeline, DiffusionQualityScorer diffusion) {
        this.search = search;
        this.pipeline = pipeline;
        this.diffusion = diffusion;
    }

    /**
     * Labels all pictures below a folder that the table does not hold yet.
     *
     * @param root the folder
     * @param file the table, begun or new
     * @param results takes each picture's result once it is written, in the pictures' order, on this thread
     * @return what was there and what was done
     * @throws InvalidInputException if the root is no folder or has no pictures, or the file is no table of labels, or
     *     was made with other models or settings
     * @throws StorageException if the table cannot be written, or another run is writing it
     * @throws ModelException if a model cannot be run
     * @throws CancellationException if this thread is interrupted
     */
    public Result label(Path root, Path file, Consumer<? super Picture<DiffusionScore>> results) {
        PictureSearch.Found found = search.below(root).requireAny("cannot label faces", root);
        List<ImageSource> pictures = found.pictures();
        long[] counts = new long[2];
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, settings(), pictures)) {
            List<ImageSource> remaining = labels.remaining();
            pipeline.process(remaining, FaceWork.scoredBy(diffusion), picture -> {
                picture.faces().accept(
                        faces -> {
                            labels.write(faces);
                            counts[0] += faces.size();
                        },
                        rejection -> counts[1]++);
                results.accept(picture);
            });
            return new Result(
                    pictures.size(), pictures.size() - remaining.size(), counts[0], counts[1], found.passedOver());
        }
    }

    private Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("scorer", diffusion.model().name());
        all.put("version", diffusion.model().version());
        all.putAll(pipeline.settings());
        all.computeIfPresent("detector", (key, model) -> withoutVersion(model));
        return all;
    }

    /** Tables of labels have always named the detector by its name and checksum alone; they must stay good. */
    private static String withoutVersion(String model) {
        return NAME_VERSION_CHECKSUM.matcher(model).replaceFirst("$1 $2");
    }

    /**
     * What became of a data set that was labeled.
     *
     * @param pictures how many pictures it has
     * @param finishedBefore how many of them were labeled by an earlier run
     * @param faces how many faces this run labeled
     * @param rejected how many pictures could not be used; the next run tries them again
     * @param passedOver what was not looked at
     */
    public record Result(int pictures, int finishedBefore, long faces, long rejected, PassedOver passedOver) {}
}
