package io.facequality.video.internal.tracks;

import io.facequality.Face;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.internal.Workers;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.FaceWork.RecordedCrop;
import io.facequality.pipeline.internal.FrameName;
import io.facequality.video.internal.media.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns candidates into decoded pictures, and those into what is seen of faces. Several frames are worked on at once.
 *
 * @param source what the video is called
 * @param workers convert frames
 */
record FrameLooks(String source, Workers workers) {

    /** The frames that can be converted, named after the video and their times, by their place among the candidates. */
    SortedMap<Integer, ImageSource.Decoded> pictures(List<Candidate> candidates) {
        List<Optional<Image>> images = workers.run(candidates.size(), i -> image(candidates.get(i)));
        SortedMap<Integer, ImageSource.Decoded> pictures = new TreeMap<>();
        for (int i = 0; i < images.size(); i++) {
            String name = new FrameName(source, candidates.get(i).frame().time()).name();
            int place = i;
            images.get(i).ifPresent(image -> pictures.put(place, new ImageSource.Decoded(name, image)));
        }
        return pictures;
    }

    /** Empty for a frame of a damaged file that only the converter finds to be unusable. */
    private static Optional<Image> image(Candidate candidate) {
        try {
            return Optional.of(candidate.frame().image());
        } catch (UndecodableException damaged) {
            return Optional.empty();
        }
    }

    /** Detects, scores and embeds. */
    List<List<Seen>> seen(FacePipeline pipeline, List<Candidate> candidates) {
        SortedMap<Integer, ImageSource.Decoded> pictures = pictures(candidates);
        List<List<Seen>> seen = new ArrayList<>(Collections.nCopies(candidates.size(), List.of()));
        Iterator<Integer> places = pictures.keySet().iterator();
        pipeline.process(List.copyOf(pictures.values()), FaceWork.recordedWithCrops(), picture -> {
            int place = places.next();
            Image image = Objects.requireNonNull(pictures.get(place)).image();
            Duration time = candidates.get(place).frame().time();
            List<Face<RecordedCrop>> found = picture.faces().match(some -> some, rejection -> List.of());
            seen.set(
                    place,
                    found.stream()
                            .map(face -> new Seen(face.value().record(), time, face.value().face(), image))
                            .toList());
        });
        return seen;
    }
}
