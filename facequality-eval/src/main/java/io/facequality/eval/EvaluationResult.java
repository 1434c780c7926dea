package io.facequality.eval;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that was measured.
 *
 * @param settings what had a part in the figures, names and values
 * @param faces how many faces were compared
 * @param people how many people they are of
 * @param genuinePairs how many pairs of one person
 * @param impostorPairs how many pairs of two
 * @param pairs where the pairs come from, in words
 * @param pairQuality how the qualities of two pictures become that of their comparison
 * @param scorers one result for each scorer
 * @param embedders one result for each embedder
 * @param agreements one for each two scorers
 * @param degradations how the scores fall as clean faces are degraded; empty if that was not tried
 * @param partial how far the work had come, if these are the figures of a part of the pictures
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
        List<DegradationResult> degradations,
        Optional<Partial> partial) {

    /**
     * A part of the pictures.
     *
     * @param done how many were judged
     * @param total how many there are
     */
    public record Partial(long done, long total) {}

    /** Copies the collections and checks that nothing is missing. */
    public EvaluationResult {
        settings = Settings.copyOf(settings);
        scorers = List.copyOf(scorers);
        embedders = List.copyOf(embedders);
        agreements = List.copyOf(agreements);
        degradations = List.copyOf(degradations);
        Objects.requireNonNull(pairs, "pairs");
        Objects.requireNonNull(pairQuality, "pairQuality");
        Objects.requireNonNull(partial, "partial");
    }

    /**
     * The same figures with those of the degradation test.
     *
     * @param results one for each scorer and kind
     * @return a copy
     */
    public EvaluationResult withDegradations(List<DegradationResult> results) {
        return new EvaluationResult(
                settings, faces, people, genuinePairs, impostorPairs, pairs, pairQuality, scorers, embedders, agreements,
                results, partial);
    }

    /**
     * The same figures, marked as those of a part.
     *
     * @param done how many pictures were judged
     * @param total how many there are
     * @return a copy
     */
    public EvaluationResult asPartial(long done, long total) {
        return new EvaluationResult(
                settings, faces, people, genuinePairs, impostorPairs, pairs, pairQuality, scorers, embedders, agreements,
                degradations, Optional.of(new Partial(done, total)));
    }
}
