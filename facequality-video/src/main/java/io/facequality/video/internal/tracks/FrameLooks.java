package io.facequality.video.internal.tracks;

import io.facequality.Face;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.internal.Workers;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.FaceWork.RecordedCrop;
import io.facequality.pipeline.internal.FrameName;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns candidates into decoded pictures, and those into what is seen of faces. Several frames are worked on at once.
 *
 * @param source what the video is called
 * @param workers convert frames
 */
record FrameLooks(String source, Workers workers) {

    /** The frames' pixels, named after the video and their times. */
    List<ImageSource> pictures(List<Candidate> candidates) {
        List<Image> images =
                workers.run(candidates.size(), i -> candidates.get(i).frame().image());
        List<ImageSource> pictures = new ArrayList<>(candidates.size());
        for (int i = 0; i < images.size(); i++) {
            pictures.add(new ImageSource.Decoded(
                    new FrameName(source, candidates.get(i).frame().time()).name(), images.get(i)));
        }
        return pictures;
    }

    /** Detects, scores and embeds. */
    List<List<Seen>> seen(FacePipeline pipeline, List<Candidate> candidates) {
        List<ImageSource> pictures = pictures(candidates);
        List<List<Seen>> seen = new ArrayList<>(candidates.size());
        pipeline.process(pictures, FaceWork.recordedWithCrops(), picture -> {
            int i = seen.size();
            Image image = ((ImageSource.Decoded) pictures.get(i)).image();
            List<Face<RecordedCrop>> found = picture.faces().match(some -> some, rejection -> List.of());
            seen.add(found.stream()
                    .map(face -> new Seen(
                            face.value().record(), candidates.get(i).frame().time(), face.value().face(), image))
                    .toList());
        });
        return seen;
    }
}
