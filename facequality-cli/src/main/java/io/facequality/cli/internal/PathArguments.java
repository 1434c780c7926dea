package io.facequality.cli.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.PictureSearch.PassedOver;
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

    PictureSearch.Found pictures(PictureSearch search) {
        PictureSearch.Found found = search.at(paths);
        if (found.pictures().isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot find pictures",
                    String.join(", ", paths.stream().map(Path::toString).toList()),
                    "at least one picture (JPEG, PNG, WebP, BMP, TIFF)",
                    nothingFound(found.passedOver()),
                    "Name pictures, or folders that hold some."));
        }
        return found;
    }

    /** That there is no picture, and what was passed over, which may be why. */
    private static String nothingFound(PassedOver passedOver) {
        List<String> lines = PassedOverLines.of(passedOver);
        return lines.isEmpty() ? "none" : "none. " + String.join(" ", lines).replaceFirst("\\.$", "");
    }
}
