package io.facequality.cli.internal;

import io.facequality.catalogue.CatalogueEntry;
import io.facequality.images.FaceChoice;
import io.facequality.images.Resizing;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a picture becomes aligned faces. */
final class PictureOptions {

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
            description = "With --crop as-is, how a picture comes to 112 x 112 pixels; pillow is what the published "
                    + "code does. Default: ${DEFAULT-VALUE}.")
    private Resizing resizing;

    @Option(
            names = "--faces",
            paramLabel = "main|all",
            defaultValue = "main",
            description = "With --crop align, the largest central face of each picture, or all. "
                    + "Default: ${DEFAULT-VALUE}.")
    private FaceChoice faces;

    @Option(
            names = "--detector",
            paramLabel = "FILE|ID",
            description = "With --crop align, detect with this YuNet model (ONNX) instead of the built-in detector; "
                    + "ID: one that 'models fetch' has fetched.")
    private @Nullable String detector;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            converter = PositiveNumber.OfLong.class,
            description = "Reject larger pictures before they are decoded. Default: 250000000, which lets the 200 "
                    + "megapixels of phones in; decoding takes 6 to 12 bytes for each pixel.")
    private @Nullable Long maximumPixels;

    void applyTo(FacePipeline.Builder pipeline) {
        pipeline.crop(Crop.of(crop).withResizing(resizing)).faces(faces);
        ModelArgument.of(detector, CatalogueEntry.Use.DETECTION).ifPresent(model -> pipeline.detector(model.file()));
        if (maximumPixels != null) {
            pipeline.limits(FacePipeline.Limits.usual().withPixels(maximumPixels));
        }
    }
}
