package io.facequality.benchmarks;

import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.onnx.ModelContract;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.PictureSearch;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Scores aligned crops from files, as {@code score --crop as-is} does, and prints how many; its whole process is timed
 * beside a loop in Python.
 *
 * <p>Arguments: how many pictures, some twice if there are fewer; the model's file; the folders.
 */
public final class ScoreFiles {

    private ScoreFiles() {}

    /**
     * Scores and prints.
     *
     * @param arguments the count, the model and the folders
     */
    public static void main(String[] arguments) {
        List<ImageSource> found = IntStream.range(2, arguments.length)
                .mapToObj(i -> PictureSearch.usual().below(Path.of(arguments[i])).pictures())
                .flatMap(List::stream)
                .toList();
        List<ImageSource> pictures = IntStream.range(0, Integer.parseInt(arguments[0]))
                .mapToObj(i -> found.get(i % found.size()))
                .toList();
        AtomicInteger scored = new AtomicInteger();
        try (FacePipeline pipeline = FacePipeline.builder()
                .crop(Crop.AS_IS)
                .scorer(Path.of(arguments[1]), ModelContract.ediffiqa())
                .build()) {
            pipeline.score(pictures, picture -> {
                if (picture.faces() instanceof Outcome.Ok) {
                    scored.incrementAndGet();
                }
            });
        }
        System.out.println(scored + " pictures scored");
    }
}
