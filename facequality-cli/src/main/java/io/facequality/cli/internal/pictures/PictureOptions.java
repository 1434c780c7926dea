package io.facequality.cli.internal.pictures;

import io.facequality.catalogue.CatalogueEntry;
import io.facequality.cli.internal.console.PositiveNumber;
import io.facequality.images.FaceChoice;
import io.facequality.images.OnnxFaceDetector;
import io.facequality.images.Resizing;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a picture becomes aligned faces. */
public final class PictureOptions {

    @Option(
            names = "--crop",
            paramLabel = "align|as-is",
            defaultValue = "align",
            description = "align: find the faces and align them. as-is: every picture is one aligned face already. "
                    + "Default: ${DEFAULT-VALUE}.")
    private Crop.Kind crop;

    @Option(
            names = "--resize",
            paramLabel = "pillow|opencv",
            defaultValue = "pillow",
            description = "With --crop as-is, how a picture is resized to 112 x 112 pixels; pillow is what the "
                    + "published code does. Default: ${DEFAULT-VALUE}.")
    private Resizing resizing;

    @Option(
            names = "--faces",
            paramLabel = "main|all",
            description = "With --crop align, the largest central face of each picture, or all. Default: main; for "
                    + "'people': all.")
    private @Nullable FaceChoice faces;

    @Option(
            names = "--detector",
            paramLabel = "FILE|ID",
            description = "With --crop align, detect with this YuNet model (ONNX) instead of the built-in detector; "
                    + "ID: one that 'models fetch' has fetched.")
    private @Nullable String detector;

    @Option(
            names = "--detection-threshold",
            paramLabel = "P",
            defaultValue = "" + OnnxFaceDetector.DEFAULT_THRESHOLD,
            description = "With --crop align, the lowest confidence of a face, from 0 to 1; at 0.5 nine of ten "
                    + "findings are faces. Strict: " + OnnxFaceDetector.STRICT_THRESHOLD
                    + ". Default: ${DEFAULT-VALUE}.")
    private double detectionThreshold;

    @Option(
            names = "--detection-size",
            paramLabel = "N",
            defaultValue = "" + OnnxFaceDetector.DEFAULT_LONG_SIDE,
            converter = PositiveNumber.OfInt.class,
            description = "With --crop align, look for faces in a copy whose longer side has this many pixels, at "
                    + "least 64. More pixels find smaller faces and take longer. Default: ${DEFAULT-VALUE}.")
    private int detectionSize;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            converter = PositiveNumber.OfLong.class,
            description = "Reject pictures that would need more pixels in memory, before they are decoded. Default: "
                    + "250000000, which allows phone pictures of 200 megapixels. Decoding takes 6 to 12 bytes per "
                    + "pixel.")
    private @Nullable Long maximumPixels;

    /** Sets them; which faces are taken unless somebody said so, is the command's own. */
    public void applyTo(FacePipeline.Builder pipeline, FaceChoice usual) {
        pipeline.crop(Crop.of(crop).withResizing(resizing)).faces(faces == null ? usual : faces);
        ModelArgument.of(detector, CatalogueEntry.Use.DETECTION).ifPresent(model -> pipeline.detector(model.file()));
        pipeline.detector(detectionSize, detectionThreshold);
        if (maximumPixels != null) {
            pipeline.limits(FacePipeline.Limits.usual().withPixels(maximumPixels));
        }
    }
}
