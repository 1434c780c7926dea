package io.facequality.examples;

import io.facequality.eval.folder.EvaluatedFolder;
import io.facequality.eval.folder.EvaluationModels;
import io.facequality.eval.folder.FolderEvaluation;
import io.facequality.onnx.ModelContract;
import io.facequality.pipeline.FacePipeline;
import java.nio.file.Path;

/** Measures how good the built-in score is on your own pictures. */
public final class EvaluateScorer {

    private EvaluateScorer() {}

    /**
     * Evaluates and prints the most important figures.
     *
     * @param arguments a folder with one folder of pictures per person, an embedder (ONNX), and the folder for the report
     */
    public static void main(String[] arguments) {
        Path people = Path.of(arguments[0]);
        Path embedder = Path.of(arguments[1]);
        Path out = Path.of(arguments[2]);
        try (FacePipeline pictures = FacePipeline.builder().build();
                EvaluationModels models = EvaluationModels.builder()
                        .builtInScorer()
                        .embedder(embedder, ModelContract.ediffiqa())
                        .open()) {
            EvaluatedFolder evaluated = FolderEvaluation.builder(pictures, models).build().evaluate(people, out);
            evaluated.result().summary().forEach(System.out::println);
        }
    }
}
