package io.facequality.images.internal.detection;

import java.util.List;

/**
 * A detection network, and what its scores mean. Stays the caller's to close.
 *
 * @param network proposes places
 * @param calibration tells how sure a finding is
 */
public record Searcher(DetectionNetwork network, Calibration calibration) {

    /** Below this no proposal is looked at. */
    private static final double LEAST_SCORE = 0.4;

    /** More places of one view are not looked at. */
    private static final int MOST_PLACES = 2_000;

    private static final Doubles<Proposal> SAME_PROPOSAL =
            new Doubles<>(Proposal::score, Proposal::center, Proposal::size);

    /**
     * Searches a view.
     *
     * @param looks looks at what the network proposes
     * @param views where it looks, the smallest first
     * @param usualStep how many pixels of the original one pixel covers at the usual size
     * @param minimum what cannot reach this confidence is left out
     */
    List<ScoredFinding> search(
            PictureView view,
            ThreeLooks looks,
            List<PictureView> views,
            double usualStep,
            double minimum,
            Workspace workspace) {
        List<Proposal> proposals = network.propose(view, LEAST_SCORE, workspace).stream()
                .filter(Proposal::hasDirection)
                .filter(proposal -> scored(Finding.atMost(proposal, usualStep)).confidence() >= minimum)
                .toList();
        List<Proposal> distinct = SAME_PROPOSAL.without(proposals);
        List<Proposal> some = distinct.subList(0, Math.min(MOST_PLACES, distinct.size()));
        return looks.look(views, some, workspace).stream()
                .map(seen -> scored(seen.finding(usualStep)))
                .toList();
    }

    private ScoredFinding scored(Finding finding) {
        return new ScoredFinding(finding, calibration.confidence(finding));
    }
}
