package io.facequality.cli.internal.select;

import io.facequality.pipeline.PictureSearch;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which folders go before others. */
final class FolderOptions {

    @Option(
            names = "--reference",
            paramLabel = "DIR",
            description = "Never drop the pictures below DIR, and compare the others with them; any number of "
                    + "times. DIR may lie outside of ROOT; its pictures are then never copied or moved.")
    private List<Path> references = List.of();

    @Option(
            names = "--prefer",
            paramLabel = "DIR",
            description = "Of equally good copies, keep the one below DIR; any number of times, the most preferred "
                    + "first.")
    private List<Path> preferred = List.of();

    PictureSearch applyTo(PictureSearch search) {
        PictureSearch ordered = search;
        for (Path folder : references) {
            ordered = ordered.withReference(folder);
        }
        for (Path folder : preferred) {
            ordered = ordered.preferring(folder);
        }
        return ordered;
    }
}
