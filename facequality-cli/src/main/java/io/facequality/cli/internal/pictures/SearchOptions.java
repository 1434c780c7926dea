package io.facequality.cli.internal.pictures;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.pipeline.PictureSearch;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where pictures are looked for. */
final class SearchOptions {

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            converter = Glob.class,
            description = "Leave out folders and pictures that match this glob; any number of times. A glob without "
                    + "a slash matches names at any depth (backup, *.tmp.jpg). A glob with a slash matches paths "
                    + "below the folder (2019/raw, **/old/*).")
    private List<String> patterns = List.of();

    @Option(
            names = "--all-folders",
            description = "Look into folders of trash, thumbnails and snapshots too, and into those that 'apply' moved "
                    + "pictures to. By default they are passed over, and counted.")
    private boolean allFolders;

    PictureSearch search() {
        PictureSearch search = PictureSearch.usual();
        for (String pattern : patterns) {
            search = search.excluding(pattern);
        }
        return allFolders ? search.everywhere() : search;
    }

    /** Finds out at once whether a pattern is one. */
    static final class Glob implements ITypeConverter<String> {

        @Override
        public String convert(String pattern) {
            try {
                PictureSearch.usual().excluding(pattern);
                return pattern;
            } catch (InvalidInputException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
