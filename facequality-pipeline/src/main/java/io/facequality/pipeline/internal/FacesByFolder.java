package io.facequality.pipeline.internal;

import io.facequality.Face;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.pipeline.FaceWork.Explained;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What came of reading pictures.
 *
 * @param faces the faces of each folder, by its name
 * @param rejected what could not be used
 */
public record FacesByFolder(Map<String, List<FaceRecord>> faces, List<RejectedPicture> rejected) {

    private static final int PICTURES_AT_ONCE = 8;

    public static FacesByFolder none() {
        return new FacesByFolder(Map.of(), List.of());
    }

    /**
     * Reads pictures, scores and embeds their faces.
     *
     * @param folder gives the folder of a picture by the picture's identifier
     */
    public static FacesByFolder read(
            PictureFlow flow, ModelSet models, List<ImageSource> pictures, UnaryOperator<String> folder) {
        Map<String, List<FaceRecord>> faces = new TreeMap<>();
        List<RejectedPicture> rejected = new ArrayList<>();
        FaceStep<Explained<FaceRecord>> step =
                FaceStep.explained(FaceStep.recording(models.scorer().get(), models.embedder().get()));
        flow.run(pictures, step, PICTURES_AT_ONCE, picture -> picture.faces()
                .accept(
                        some -> faces.computeIfAbsent(folder.apply(picture.source()), name -> new ArrayList<>())
                                .addAll(some.stream().map(face -> face.value().value()).toList()),
                        no -> rejected.add(new RejectedPicture(picture.source(), no.cause(), no.message()))));
        return new FacesByFolder(faces, rejected);
    }

    /**
     * Looks at videos, and scores and embeds the faces of each frame that is looked at.
     *
     * @param isolation as {@link VideoSupport#show} takes it
     */
    public static FacesByFolder readFrames(
            PictureFlow flow, ModelSet models, List<FoundFile> videos, Optional<Duration> isolation) {
        FacesByFolder all = none();
        if (!videos.isEmpty()) {
            FaceStep<FaceRecord> step = FaceStep.recording(models.scorer().get(), models.embedder().get());
            for (FoundFile video : videos) {
                all = all.with(readFrames(flow.quiet(), step, video, isolation));
            }
        }
        return all;
    }

    private static FacesByFolder readFrames(
            PictureFlow flow, FaceStep<FaceRecord> step, FoundFile video, Optional<Duration> isolation) {
        List<FaceRecord> faces = new ArrayList<>();
        Outcome<Long> looked = VideoSupport.installed().orElseThrow().show(
                video.id(), video.real(), flow.threads(), isolation, frames -> look(flow, step, frames, faces));
        return looked.match(
                frames -> faces.isEmpty()
                        ? rejected(video, noFace(video, frames))
                        : new FacesByFolder(Map.of(PictureIdentity.folder(video.id()), faces), List.of()),
                rejection -> rejected(video, rejection));
    }

    private static List<Boolean> look(
            PictureFlow flow, FaceStep<FaceRecord> step, List<ImageSource> frames, List<FaceRecord> faces) {
        List<Boolean> found = new ArrayList<>();
        flow.run(frames, step, 1, frame -> {
            List<FaceRecord> some = frame.faces()
                    .<List<FaceRecord>>match(all -> all.stream().map(Face::value).toList(), none -> List.of());
            faces.addAll(some);
            found.add(!some.isEmpty());
        });
        return found;
    }

    private static Rejection noFace(FoundFile video, long frames) {
        return new Rejection(
                Rejection.Cause.NO_FACE,
                new Problem(
                        "cannot find a face", video.id(), "a face", "none in " + frames + " frames",
                        "Leave the video out, or lower the detection threshold."));
    }

    private static FacesByFolder rejected(FoundFile video, Rejection why) {
        return new FacesByFolder(
                Map.of(), List.of(new RejectedPicture(video.id(), why.cause(), why.message())));
    }

    /** These and others; each folder's in the order of their ids. */
    public FacesByFolder with(FacesByFolder others) {
        if (others.faces.isEmpty() && others.rejected.isEmpty()) {
            return this;
        }
        Map<String, List<FaceRecord>> all = new TreeMap<>(faces);
        others.faces.forEach((folder, more) -> all.merge(folder, more, (some, rest) -> Stream.concat(
                        some.stream(), rest.stream())
                .sorted(Comparator.comparing(FaceRecord::id))
                .toList()));
        return new FacesByFolder(
                all,
                Stream.concat(rejected.stream(), others.rejected.stream())
                        .sorted(Comparator.comparing(RejectedPicture::picture))
                        .toList());
    }
}
