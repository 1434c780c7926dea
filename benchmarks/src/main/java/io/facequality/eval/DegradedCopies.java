package io.facequality.eval;

import io.facequality.AlignedFace;
import io.facequality.FaceImage;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.opencv.OpenCvImageDecoder;
import io.facequality.opencv.PictureEncoder;
import io.facequality.opencv.Resizing;
import io.facequality.pipeline.PictureFinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Copies a folder of aligned crops with every picture as it is or made worse, in one way and strength, each of which is
 * as likely: what a quality score is to tell apart. The name of a picture decides what becomes of it.
 *
 * <p>Arguments: the folder, and where to.
 */
public final class DegradedCopies {

    private DegradedCopies() {}

    /**
     * Copies.
     *
     * @param arguments the folder, and where to
     * @throws IOException if a picture cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path from = Path.of(arguments[0]);
        Path to = Path.of(arguments[1]);
        ImageDecoder decoder = OpenCvImageDecoder.create();
        List<ImageSource> pictures = PictureFinder.below(from, List.of());
        for (ImageSource picture : pictures) {
            FaceImage image = decoder.decode(picture).orElseThrow();
            AlignedFace face = AlignedFace.of(Resizing.PILLOW.resize(image, AlignedFace.SIZE, AlignedFace.SIZE));
            Path copy = to.resolve(picture.id().replaceFirst("\\.[^.]*$", ".png"));
            Files.createDirectories(copy.getParent());
            Files.write(copy, PictureEncoder.png(degraded(face, picture.id()).image()));
        }
        System.out.println(pictures.size() + " pictures in " + to);
    }

    private static AlignedFace degraded(AlignedFace face, String path) {
        CRC32 digest = new CRC32();
        digest.update(path.getBytes(StandardCharsets.UTF_8));
        int drawn = (int) (digest.getValue() % ((Degradation.values().length + 1) * Degradation.STRENGTHS));
        int kind = drawn / Degradation.STRENGTHS;
        return kind == Degradation.values().length
                ? face
                : Degradation.values()[kind].of(face, drawn % Degradation.STRENGTHS + 1, digest.getValue());
    }
}
