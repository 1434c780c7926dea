package io.facequality.examples;

import io.facequality.Embedding;
import io.facequality.ModelId;
import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.Evaluation;
import io.facequality.eval.EvaluationResult;
import java.util.List;

/** Measures scores that you already have. */
public final class EvaluateArrays {

    private EvaluateArrays() {}

    /**
     * Evaluates one scorer with one embedder.
     *
     * @param names the picture of each face
     * @param people the person of each face
     * @param scores the score of each face; higher is better
     * @param embeddings the embedding of each face
     * @return the figures
     */
    public static EvaluationResult evaluate(
            List<String> names, List<String> people, double[] scores, List<Embedding> embeddings) {
        EvaluatedFaces faces = EvaluatedFaces.of(
                names, people,
                List.of(EvaluatedFaces.Scores.copyOf("mine", ModelId.ofCode("mine", "1"), scores)),
                List.of(new EvaluatedFaces.Embeddings("theirs", ModelId.ofCode("theirs", "1"), embeddings)));
        ComparisonPairs pairs = ComparisonPairs.ofPeople(faces.personOf(), ComparisonPairs.Sampling.withSeed(0));
        EvaluationResult result = Evaluation.builder().falseMatchRate(0.01).build().measure(faces, pairs);
        return result;
    }
}
