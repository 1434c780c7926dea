package io.facequality.pipeline.internal;

import io.facequality.images.FaceChoice;
import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.images.Resizing;
import io.facequality.pipeline.FacePipeline.Crop;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a picture becomes faces.
 *
 * @param crop aligned, or taken as it is
 * @param faces which are taken, where they are aligned
 * @param orientation what is done about what a camera noted; empty where the caller's own decoder sees to that
 * @param detection how faces are looked for; empty where the caller's own detector sees to that
 */
public record PictureSettings(
        Crop crop, FaceChoice faces, Optional<Orientation> orientation, Optional<Detection> detection) {

    /** What is done about the orientation where nobody says: the published code leaves it alone. */
    public static Orientation orientation(Crop crop) {
        boolean asPublished = crop.kind() == Crop.Kind.AS_IS && crop.resizing() == Resizing.PILLOW;
        return crop.orientation().orElse(asPublished ? Orientation.AS_STORED : Orientation.APPLY_EXIF);
    }

    /** Whether faces are looked for. */
    public boolean detects() {
        return crop.kind() == Crop.Kind.ALIGN;
    }

    /** Whether pictures may show faces that are not scored. */
    public boolean leavesFacesOut() {
        return detects() && faces == FaceChoice.MAIN;
    }

    /** What had a part in a choice, apart from the models. */
    public Map<String, String> described() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("crop", crop.kind().name());
        if (detects()) {
            all.put("faces", faces.name());
            detection.ifPresent(how -> {
                all.put("detection-size", String.valueOf(how.longSide()));
                all.put("detection-threshold", String.valueOf(how.threshold()));
            });
        } else {
            all.put("resizing", crop.resizing().name());
        }
        all.put("orientation", orientation.map(Orientation::name).orElse("the decoder's own"));
        return all;
    }
}
