package io.facequality.plan.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.internal.FileAttributes;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.internal.VideoFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A frame of a video that becomes a picture without loss. It is fetched again and must be the one that the plan was made
 * of; a target that holds it already is as good as done.
 *
 * @param root the folder that names start from
 * @param name the frame's, such as {@code video.mp4#t=12.433}
 * @param target where it goes
 * @param sha256 the digest of its pixels
 */
public record FrameFile(Path root, String name, Path target, String sha256) {

    /** What the name of a frame's picture ends with. */
    public static final String ENDING = ".png";

    public Transfer.Outcome write() {
        Interrupts.check();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            requireSameAtTarget();
            return Transfer.Outcome.ALREADY_THERE;
        }
        byte[] png = PictureEncoder.png(frame());
        try {
            FileAttributes.makeFolderLike(root, WholeFile.folderOf(target));
            WholeFile.write(target, WholeFile.Existing.KEEP, stream -> stream.write(png));
            return Transfer.Outcome.DONE;
        } catch (IOException e) {
            throw WholeFile.unwritable(target, e);
        }
    }

    private void requireSameAtTarget() {
        boolean same = OpenCvImageDecoder.create()
                .decode(ImageSource.of(name, target))
                .<Boolean>match(image -> Sha256.of(image).equals(sha256), rejection -> false);
        if (!same) {
            throw new StorageException(new Problem(
                    "cannot copy the frame", name, "nothing, or the same picture, at " + target,
                    "something else of that name, which was left alone", "Name another folder."));
        }
    }

    private Image frame() {
        return VideoFrames.image(root, name)
                .match(
                        image -> {
                            requireUnchanged(image);
                            return image;
                        },
                        rejection -> {
                            throw new StorageException(rejection.problem());
                        });
    }

    private void requireUnchanged(Image image) {
        if (!Sha256.of(image).equals(sha256)) {
            throw new StorageException(new Problem(
                    "cannot use the frame", name, "the frame that the plan was made of (sha256 " + sha256 + ")",
                    "one that has changed since", "The video was left alone. Make the plan anew."));
        }
    }
}
