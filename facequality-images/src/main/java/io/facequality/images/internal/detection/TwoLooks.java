package io.facequality.images.internal.detection;

import io.facequality.images.internal.detection.LandmarkNetwork.Look;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks at proposals with the landmark network, and again at where its points say that the face is, each time in a crop
 * that is turned upright. The second look repairs what is off in the first.
 *
 * @param network the landmark network; stays the caller's to close
 */
public record TwoLooks(LandmarkNetwork network) {

    /** Points farther away than this share of the size are those of a neighbor. */
    private static final double FARTHEST = 0.5;

    private static final double LARGEST_GROWTH = 2;

    /** What the network makes of proposals, in their order. */
    List<Finding> findings(List<PictureView> views, List<Proposal> proposals, Workspace workspace) {
        List<FaceSquare> proposed = proposals.stream()
                .map(proposal -> FaceSquare.toLookAt(proposal.landmarks()))
                .toList();
        List<Optional<Look>> first = network.look(views, proposed, workspace);
        List<FaceSquare> corrected = IntStream.range(0, proposed.size())
                .mapToObj(i -> first.get(i)
                        .filter(look -> isAt(proposals.get(i), look))
                        .map(look -> FaceSquare.toLookAt(look.landmarks()))
                        .orElse(proposed.get(i)))
                .toList();
        List<Optional<Look>> second = network.look(views, corrected, workspace);
        return IntStream.range(0, proposals.size())
                .mapToObj(i -> finding(proposals.get(i), second.get(i)))
                .toList();
    }

    /** The network's points where it is sure of a face there; otherwise the proposal's own are better. */
    private static Finding finding(Proposal proposal, Optional<Look> look) {
        Finding unconfirmed = new Finding(proposal.landmarks(), proposal.score(), 0);
        return look.filter(one -> isAt(proposal, one))
                .map(one -> new Finding(one.landmarks(), proposal.score(), one.face()))
                .map(found -> found.isConfirmed()
                        ? found
                        : new Finding(proposal.landmarks(), proposal.score(), found.face()))
                .orElse(unconfirmed);
    }

    private static boolean isAt(Proposal proposal, Look look) {
        double size = FaceSquare.faceSize(look.landmarks());
        double own = FaceSquare.faceSize(proposal.landmarks());
        double distance = FaceSquare.middle(look.landmarks()).distanceTo(FaceSquare.middle(proposal.landmarks()));
        return distance < FARTHEST * own && size < LARGEST_GROWTH * own && size > own / LARGEST_GROWTH;
    }
}
