package io.facequality.pipeline;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.FaceId;
import java.util.Optional;

/**
 * A face that was cut out and waits to be judged.
 *
 * @param id which face of which picture
 * @param pictureSha256 the digest of the picture; empty where nobody asked for it
 * @param detection where it is in its picture; empty for a crop taken as it is
 * @param face its pixels
 */
record FaceCrop(FaceId id, String pictureSha256, Optional<DetectedFace> detection, AlignedFace face) {}
