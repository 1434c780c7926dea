package io.facequality.video.internal;

import io.facequality.FaceQualityException.StorageException;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.internal.FrameName;
import io.facequality.video.Shot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes shots as pictures: each face with its surroundings, and beside it the very pixels that were scored.
 *
 * @param folder where to; made if it is missing
 */
public record ShotFolder(Path folder) {

    private static final int JPEG_QUALITY = 95;

    /**
     * Writes shots. Earlier files of the same names are replaced; each appears whole or not at all.
     *
     * @throws StorageException if they cannot be written
     */
    public void write(List<Shot> shots) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw WholeFile.unwritable(folder, e);
        }
        shots.forEach(this::write);
    }

    private void write(Shot shot) {
        byte[] surroundings = PictureEncoder.jpeg(shot.surroundings(), JPEG_QUALITY);
        byte[] crop = PictureEncoder.png(shot.crop().image());
        WholeFile.replace(folder.resolve(name(shot) + ".jpg"), stream -> stream.write(surroundings));
        WholeFile.replace(folder.resolve(name(shot) + "-aligned.png"), stream -> stream.write(crop));
    }

    private static String name(Shot shot) {
        String file = shot.video().substring(shot.video().lastIndexOf('/') + 1);
        String face = shot.face().id().face() == 0 ? "" : "-" + (shot.face().id().face() + 1);
        return file + "-t" + FrameName.seconds(shot.time()) + face;
    }
}
