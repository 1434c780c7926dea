package io.facequality.pipeline.internal;

import io.facequality.images.FaceChoice;
import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.images.Resizing;
import io.facequality.pipeline.Crop;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a picture becomes faces.
 *
 * @param crop aligned, or taken as it is
 * @param resizing how what is taken as it is comes to its size
 * @param faces which are judged, where they are aligned
 * @param orientation what is done about what a camera noted; empty where the caller's own decoder sees to that
 */
public record PictureSettings(Crop crop, Resizing resizing, FaceChoice faces, Optional<Orientation> orientation) {

    /** What is done about the orientation where nobody says: the published code leaves it alone. */
    public static Orientation usualOrientation(Crop crop, Resizing resizing) {
        boolean asPublished = crop == Crop.AS_IS && resizing == Resizing.PILLOW;
        return asPublished ? Orientation.AS_STORED : Orientation.APPLY_EXIF;
    }

    /** Whether pictures may show faces that are not judged. */
    public boolean leavesFacesOut() {
        return crop == Crop.ALIGN && faces == FaceChoice.MAIN;
    }

    /** What had a part in a choice, apart from the models. */
    public Map<String, String> described() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("crop", crop.name());
        if (crop == Crop.AS_IS) {
            all.put("resizing", resizing.name());
        } else {
            all.put("faces", faces.name());
        }
        all.put("orientation", orientation.map(Orientation::name).orElse("the decoder's own"));
        return all;
    }
}
