package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.images.internal.detection.LandmarkNetwork.Look;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks at proposals with the landmark network, and again at where its points say that the face is, each time in a crop
 * that is turned upright. The second look repairs what is off in the first. It is at two crops, which are turned a little
 * to the left and to the right. The mean of their points counts, since their errors differ.
 *
 * @param network the landmark network; stays the caller's to close
 */
record TwoLooks(LandmarkNetwork network) {

    /** Points farther away than this share of the size are those of a neighbor. */
    private static final double FARTHEST = 0.5;

    private static final double LARGEST_GROWTH = 2;

    /** By how much the crops of the second look are turned, in radians. */
    private static final double TILT = Math.toRadians(3);

    /** Below this the network does not know the face, and the proposal's own points are better. */
    private static final double SURE = 0.5;

    /**
     * A proposal after two looks.
     *
     * @param landmarks the better points
     * @param face the network's probability that it is a face; 0 where it sees one elsewhere
     */
    record Seen(Proposal proposal, Landmarks landmarks, double face) {

        Finding finding(double usualStep) {
            return new Finding(landmarks, proposal.score(), proposal.size() / usualStep, face);
        }
    }

    /** What the network makes of proposals, in their order. */
    List<Seen> look(List<PictureView> views, List<Proposal> proposals, Workspace workspace) {
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
        List<Optional<Look>> left = network.look(views, tilted(corrected, -TILT), workspace);
        List<Optional<Look>> right = network.look(views, tilted(corrected, TILT), workspace);
        return IntStream.range(0, proposals.size())
                .mapToObj(i -> seen(proposals.get(i), left.get(i), right.get(i)))
                .toList();
    }

    private static List<FaceSquare> tilted(List<FaceSquare> squares, double angle) {
        return squares.stream().map(square -> square.turned(angle)).toList();
    }

    private static Seen seen(Proposal proposal, Optional<Look> left, Optional<Look> right) {
        List<Look> looks = Stream.of(left, right)
                .flatMap(Optional::stream)
                .filter(look -> isAt(proposal, look))
                .toList();
        double face = looks.stream().mapToDouble(Look::face).average().orElse(0);
        List<Landmarks> sure = looks.stream()
                .filter(look -> look.face() >= SURE)
                .map(Look::landmarks)
                .toList();
        return new Seen(proposal, sure.isEmpty() ? proposal.landmarks() : mean(sure), face);
    }

    private static Landmarks mean(List<Landmarks> several) {
        return new Landmarks(
                mean(several, Landmarks::rightEye),
                mean(several, Landmarks::leftEye),
                mean(several, Landmarks::nose),
                mean(several, Landmarks::rightMouthCorner),
                mean(several, Landmarks::leftMouthCorner));
    }

    private static Point mean(List<Landmarks> several, Function<Landmarks, Point> part) {
        return FaceSquare.mean(several.stream().map(part).toList());
    }

    private static boolean isAt(Proposal proposal, Look look) {
        double size = FaceSquare.faceSize(look.landmarks());
        double own = FaceSquare.faceSize(proposal.landmarks());
        double distance = FaceSquare.middle(look.landmarks()).distanceTo(FaceSquare.middle(proposal.landmarks()));
        return distance < FARTHEST * own && size < LARGEST_GROWTH * own && size > own / LARGEST_GROWTH;
    }
}
