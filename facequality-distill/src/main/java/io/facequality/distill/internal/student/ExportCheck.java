package io.facequality.distill.internal.student;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ScoringEmbedder;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.distill.Distillation;
import java.util.List;

/** Compares an exported model with the network that was trained. */
public final class ExportCheck {

    /** How many faces are looked at, where there are as many. */
    public static final int FACES = 100;
    /** How far a score of the exported model may be from the trained network's. */
    public static final double TOLERANCE = 1e-4;

    private ExportCheck() {}

    /** The trained network. */
    @FunctionalInterface
    public interface Trained {
        /** The scores and features of the faces, in their order. */
        List<Output> run(List<AlignedFace> faces);
    }

    /** What the trained network gives for a face. */
    public record Output(double score, Embedding features) {}

    /**
     * Compares.
     *
     * @throws ModelException if the two differ by more than {@link #TOLERANCE}
     */
    public static Distillation.Check of(ScoringEmbedder exported, Trained trained, List<AlignedFace> faces) {
        List<AlignedFace> some = faces.subList(0, Math.min(FACES, faces.size()));
        List<Output> expected = trained.run(some);
        List<ScoredEmbedding> found = exported.scoreAndEmbed(some);
        double score = 0;
        double features = 0;
        for (int face = 0; face < some.size(); face++) {
            score = Math.max(score, Math.abs(found.get(face).quality().value() - expected.get(face).score()));
            features = Math.max(features, 1 - found.get(face).embedding().cosine(expected.get(face).features()));
        }
        Distillation.Check check = new Distillation.Check(some.size(), score, features);
        if (!(score <= TOLERANCE && features <= TOLERANCE)) {
            throw new ModelException(new Problem(
                    "the exported model is not the trained one", exported.model().name(),
                    "scores and features within " + TOLERANCE, check.toString(),
                    "Do not use the file; please report this with the settings of the run."));
        }
        return check;
    }
}
