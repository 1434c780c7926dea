package io.facequality.review.internal;

import io.facequality.images.internal.CaptureMetadata;
import io.facequality.images.internal.ImageHeader;
import io.facequality.internal.RegularFile;
import io.facequality.internal.WholeFile;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.internal.PlannedPictures;
import io.facequality.review.internal.Answers.Copy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Reads from pictures' files what tells copies apart. */
final class PictureFacts {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private final PlannedPictures pictures;

    PictureFacts(PlannedPictures pictures) {
        this.pictures = pictures;
    }

    Copy of(int id, PlannedFace face) {
        if (pictures.isFrame(face.picture())) {
            return pictures.look(face, (sha256, frame) -> new Copy(id, frame.width(), frame.height(), 0, null, null, null))
                    .match(copy -> copy, rejection -> unknown(id, rejection.message()));
        }
        byte[] content;
        try (InputStream stream = RegularFile.open(pictures.file(face))) {
            content = stream.readAllBytes();
        } catch (IOException e) {
            return unknown(id, WholeFile.reason(e));
        } catch (InvalidPathException e) {
            return unknown(id, "its path cannot be a file's on this computer");
        }
        CaptureMetadata capture = CaptureMetadata.of(content);
        return ImageHeader.read(face.picture(), content)
                .match(
                        header -> new Copy(
                                id,
                                header.width(),
                                header.height(),
                                content.length,
                                capture.taken().map(TIME::format).orElse(null),
                                capture.camera().orElse(null),
                                null),
                        rejection -> unknown(id, rejection.message()));
    }

    private static Copy unknown(int id, String problem) {
        return new Copy(id, 0, 0, 0, null, null, problem);
    }
}
