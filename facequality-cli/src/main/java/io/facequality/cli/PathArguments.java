package io.facequality.cli;

import io.facequality.ImageSource;
import io.facequality.InvalidInputException;
import io.facequality.Problem;
import io.facequality.pipeline.PictureFinder;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The pictures that a command's arguments name. */
final class PathArguments {

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "Pictures, and folders of pictures with all that is below them.")
    private List<Path> paths;

    List<ImageSource> pictures() {
        List<ImageSource> pictures = PictureFinder.at(paths);
        if (pictures.isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot find pictures",
                    String.join(", ", paths.stream().map(Path::toString).toList()),
                    "at least one picture (JPEG, PNG, WebP, BMP, TIFF)",
                    "none",
                    "Name pictures, or folders that hold some."));
        }
        return pictures;
    }
}
