package io.facequality.eval;

import io.facequality.eval.internal.Settings;
import io.facequality.eval.internal.report.EvaluationText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that was measured.
 *
 * @param settings what influenced the figures, names and values
 * @param faces the number of faces that were compared
 * @param people the number of people
 * @param genuinePairs the number of pairs of one person
 * @param impostorPairs the number of pairs of two people
 * @param pairs where the pairs come from, in words
 * @param pairQuality how the scores of two pictures become the quality of their pair
 * @param scorers one result per scorer
 * @param embedders one result per embedder
 * @param agreements one per two scorers
 * @param degradations how the scores fall while clean faces are degraded; empty if that was not measured
 * @param explained how much of each scorer's scores simple measurements explain; empty if that was not measured
 * @param partial how much of the work was done, if these are figures of a part of the pictures
 */
public record EvaluationResult(
        Map<String, String> settings,
        long faces,
        long people,
        long genuinePairs,
        long impostorPairs,
        String pairs,
        PairQuality pairQuality,
        List<ScorerResult> scorers,
        List<EmbedderResult> embedders,
        List<Agreement> agreements,
        List<Degradation.Result> degradations,
        List<Explained> explained,
        Optional<Partial> partial) {

    /**
     * How much of a scorer's scores the components of {@linkplain io.facequality.images.QualityReport quality reports}
     * explain, by a linear regression.
     *
     * @param scorer the scorer's label
     * @param faces the number of faces
     * @param share the share of the scores' variance that all components together explain, from 0 to 1
     * @param components each component that differs between the faces
     */
    public record Explained(String scorer, int faces, double share, List<Part> components) {

        /**
         * One component.
         *
         * @param name the component, as tables call it
         * @param spearman Spearman's rank correlation of score and component, from -1 to 1
         * @param alone the share of the scores' variance that it explains alone
         * @param beyondOthers by how much the share of all components falls without it
         */
        public record Part(String name, double spearman, double alone, double beyondOthers) {

            /** Checks that there is a name. */
            public Part {
                Objects.requireNonNull(name, "name");
            }
        }

        /** Copies the list and checks that nothing is missing. */
        public Explained {
            Objects.requireNonNull(scorer, "scorer");
            components = List.copyOf(components);
        }
    }

    /**
     * How much two scorers agree on the same faces.
     *
     * @param first the label of one scorer
     * @param second the label of the other
     * @param spearman Spearman's rank correlation, from -1 to 1
     * @param kendall Kendall's tau-b, from -1 to 1
     * @param worstShare the share of the faces that counts as the worst ones
     * @param overlapOfWorst the share of one scorer's worst faces that are among the other's, from 0 to 1; scorers that
     *     have nothing in common reach {@code worstShare}. Of faces with equal scores the first ones count as worse
     */
    public record Agreement(
            String first, String second, Estimate spearman, Estimate kendall, double worstShare, double overlapOfWorst) {

        /** Checks that nothing is missing. */
        public Agreement {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
            Objects.requireNonNull(spearman, "spearman");
            Objects.requireNonNull(kendall, "kendall");
        }
    }

    /**
     * A part of the pictures.
     *
     * @param done the number of pictures that were scored and embedded
     * @param total the number of all pictures
     */
    public record Partial(long done, long total) {}

    /** Copies the collections and checks that nothing is missing. */
    public EvaluationResult {
        settings = Settings.copyOf(settings);
        scorers = List.copyOf(scorers);
        embedders = List.copyOf(embedders);
        agreements = List.copyOf(agreements);
        degradations = List.copyOf(degradations);
        explained = List.copyOf(explained);
        Objects.requireNonNull(pairs, "pairs");
        Objects.requireNonNull(pairQuality, "pairQuality");
        Objects.requireNonNull(partial, "partial");
    }

    /**
     * The same figures with those of the degradation test.
     *
     * @param results one per scorer and kind of degradation
     * @return a copy
     */
    public EvaluationResult withDegradations(List<Degradation.Result> results) {
        return new EvaluationResult(
                settings, faces, people, genuinePairs, impostorPairs, pairs, pairQuality, scorers, embedders, agreements,
                results, explained, partial);
    }

    /**
     * The same figures with how much of the scores is explained.
     *
     * @param results one per scorer
     * @return a copy
     */
    public EvaluationResult withExplained(List<Explained> results) {
        return new EvaluationResult(
                settings, faces, people, genuinePairs, impostorPairs, pairs, pairQuality, scorers, embedders, agreements,
                degradations, results, partial);
    }

    /**
     * The same figures, marked as those of a part.
     *
     * @param done the number of pictures that were scored and embedded
     * @param total the number of all pictures
     * @return a copy
     */
    public EvaluationResult asPartial(long done, long total) {
        return new EvaluationResult(
                settings, faces, people, genuinePairs, impostorPairs, pairs, pairQuality, scorers, embedders, agreements,
                degradations, explained, Optional.of(new Partial(done, total)));
    }

    /**
     * The most important figures in a few lines, for a terminal or a log.
     *
     * @return lines without line breaks
     */
    public List<String> summary() {
        return EvaluationText.lines(this);
    }
}
