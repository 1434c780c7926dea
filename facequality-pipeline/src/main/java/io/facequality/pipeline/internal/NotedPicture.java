package io.facequality.pipeline.internal;

import io.facequality.Face;
import io.facequality.FaceRecord;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.group.internal.Miniature;
import io.facequality.images.internal.PictureDamage;
import io.facequality.pipeline.FacePipeline.Picture;
import io.facequality.pipeline.internal.PictureNotes.Note;
import java.util.List;
import java.util.Optional;

/**
 * What became of a picture, with all that has a part in choosing among its faces, so that the picture is not needed any
 * more.
 *
 * @param source the picture's identifier
 * @param faces its faces, at least one; or why it cannot be used
 * @param notes what is known of the picture, if it has faces
 */
public record NotedPicture(String source, Outcome<List<FaceRecord>> faces, Optional<Notes> notes) {

    /**
     * What is known of a picture with faces.
     *
     * @param picture the picture and its file
     * @param miniatures those of its faces, in their order
     * @param damage what is damaged in it; empty for a whole picture
     */
    public record Notes(Note picture, List<Miniature> miniatures, Optional<String> damage) {}

    /** Reads a picture that has faces once more, to see whether it is damaged. */
    public static NotedPicture of(ImageSource source, Picture<FaceRecord> picture, PictureNotes notes) {
        Outcome<List<FaceRecord>> faces = picture.faces().map(some -> some.stream().map(Face::value).toList());
        return new NotedPicture(
                picture.source(),
                faces,
                faces.match(
                        some -> Optional.of(new Notes(
                                notes.of(some.get(0)).orElseThrow(),
                                some.stream().map(face -> notes.miniature(face).orElseThrow()).toList(),
                                PictureDamage.of(source))),
                        rejection -> Optional.empty()));
    }
}
