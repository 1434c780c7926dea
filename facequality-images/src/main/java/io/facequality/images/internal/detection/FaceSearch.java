package io.facequality.images.internal.detection;

import io.facequality.Image;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches a picture at half the usual size, since the network does not know faces that fill its input, at the usual
 * size, and at twice that where faces are small or none was found; then looks twice at each place with the landmark network, in a crop that is turned upright. Safe to share between threads.
 *
 * @param network proposes places; stays the caller's to close
 * @param looks looks at them
 * @param longSide to how many pixels a picture's longer side is brought down
 */
public record FaceSearch(DetectionNetwork network, TwoLooks looks, int longSide) {

    /** Below this no proposal is looked at. */
    private static final double LEAST_SCORE = 0.3;

    /** From this score on a proposal is most likely a face. */
    private static final double SURE_SCORE = 0.6;

    /** Faces smaller than this, in pixels of the reduced picture, are searched for again in a larger copy. */
    private static final double SMALL = 24;

    /** More places are not looked at. */
    private static final int MOST_PLACES = 2_000;

    private static final int QUARTERS = 3;

    private static final Doubles<Proposal> SAME_PROPOSAL =
            new Doubles<>(Proposal::score, Proposal::center, Proposal::size);

    private static final Doubles<Finding> SAME_FINDING =
            new Doubles<>(finding -> finding.score() * finding.face(), Finding::center, Finding::size);

    /** Finds faces, in no particular order and each once. */
    public List<Finding> find(Image image, Workspace workspace) {
        PictureView usual = PictureView.reduced(image, network.longSide(longSide));
        List<PictureView> views = new ArrayList<>();
        List<Proposal> proposals = new ArrayList<>();
        search(PictureView.reduced(image, network.longSide(longSide / 2)), views, proposals, workspace);
        search(usual, views, proposals, workspace);
        if (smallest(proposals) < SMALL * usual.step()) {
            search(PictureView.reduced(image, network.longSide(2 * longSide)), views, proposals, workspace);
        }
        views.add(PictureView.whole(image));
        List<Finding> findings =
                new ArrayList<>(looks.findings(views, SAME_PROPOSAL.without(proposals), workspace));
        if (!network.findsTurnedFaces() && isUnsure(findings)) {
            findings.addAll(findingsInTurned(usual, views, workspace));
        }
        return SAME_FINDING.without(findings);
    }

    /** Searches a view that has more pixels than those before it. */
    private void search(
            PictureView view, List<PictureView> views, List<Proposal> proposals, Workspace workspace) {
        if (views.isEmpty() || view.step() < views.get(views.size() - 1).step()) {
            views.add(view);
            proposals.addAll(proposals(view, workspace));
        }
    }

    private List<Proposal> proposals(PictureView view, Workspace workspace) {
        List<Proposal> all = SAME_PROPOSAL.without(network.propose(view, LEAST_SCORE, workspace).stream()
                .filter(Proposal::hasDirection)
                .toList());
        return all.subList(0, Math.min(MOST_PLACES, all.size()));
    }

    private static double smallest(List<Proposal> proposals) {
        return proposals.stream()
                .filter(proposal -> proposal.score() >= SURE_SCORE)
                .mapToDouble(Proposal::size)
                .min()
                .orElse(0);
    }

    private static boolean isUnsure(List<Finding> findings) {
        return findings.isEmpty() || findings.stream().anyMatch(finding -> finding.score() * finding.face() < SURE_SCORE);
    }

    private List<Finding> findingsInTurned(PictureView view, List<PictureView> views, Workspace workspace) {
        List<Finding> findings = new ArrayList<>();
        PictureView turned = view;
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            turned = turned.turned();
            findings.addAll(looks.findings(views, proposals(turned, workspace), workspace));
        }
        return findings;
    }
}
