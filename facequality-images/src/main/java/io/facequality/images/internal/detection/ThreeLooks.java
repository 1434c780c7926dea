package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.images.internal.detection.LandmarkNetwork.Look;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks at proposals with the landmark network, and twice more at where its points say that the face is, each time in
 * crops that are turned upright. The second look repairs what is off in the first, and tells whether there is a face; the
 * third makes the points depend less on where the first began. Both are at two crops, which are turned a little to the
 * left and to the right. The mean of the points of all four counts, since their errors differ.
 *
 * @param network the landmark network; stays the caller's to close
 */
record ThreeLooks(LandmarkNetwork network) {

    /** Points farther away than this share of the size are those of a neighbor. */
    private static final double FARTHEST = 0.5;

    private static final double LARGEST_GROWTH = 2;

    /** By how much the crops of the second and the third look are turned, in radians. */
    private static final double TILT = Math.toRadians(5);

    /** Below this the network does not know the face, and the proposal's own points are better. */
    private static final double SURE = 0.5;

    /**
     * A proposal after some looks.
     *
     * @param known the points of each look that is sure
     * @param face the network's probability that it is a face; 0 where it sees one elsewhere
     */
    record Seen(Proposal proposal, List<Landmarks> known, double face) {

        private static Seen of(Proposal proposal, List<Look> looks) {
            List<Look> here = here(proposal, looks);
            return new Seen(
                    proposal, sure(here), here.stream().mapToDouble(Look::face).average().orElse(0));
        }

        private Seen withPointsOf(List<Look> looks) {
            return new Seen(
                    proposal, Stream.concat(known.stream(), sure(here(proposal, looks)).stream()).toList(), face);
        }

        private static List<Look> here(Proposal proposal, List<Look> looks) {
            return looks.stream().filter(look -> isAt(proposal, look)).toList();
        }

        private static List<Landmarks> sure(List<Look> looks) {
            return looks.stream()
                    .filter(look -> look.face() >= SURE)
                    .map(Look::landmarks)
                    .toList();
        }

        private boolean isKnown() {
            return !known.isEmpty();
        }

        private Landmarks landmarks() {
            return isKnown() ? mean(known) : proposal.landmarks();
        }

        Finding finding(double usualStep) {
            return new Finding(landmarks(), proposal.score(), proposal.size() / usualStep, face);
        }
    }

    /** What the network makes of proposals, in their order. */
    List<Seen> look(List<PictureView> views, List<Proposal> proposals, Workspace workspace) {
        List<Landmarks> proposed = proposals.stream().map(Proposal::landmarks).toList();
        List<Optional<Look>> first = network.look(views, squares(proposed, 0), workspace);
        List<Landmarks> corrected = IntStream.range(0, proposals.size())
                .mapToObj(i -> first.get(i)
                        .filter(look -> isAt(proposals.get(i), look))
                        .map(Look::landmarks)
                        .orElse(proposed.get(i)))
                .toList();
        List<List<Look>> second = fromBothSides(views, corrected, workspace);
        List<Seen> seen = IntStream.range(0, proposals.size())
                .mapToObj(i -> Seen.of(proposals.get(i), second.get(i)))
                .toList();
        List<Landmarks> known =
                seen.stream().filter(Seen::isKnown).map(Seen::landmarks).toList();
        Iterator<List<Look>> third = fromBothSides(views, known, workspace).iterator();
        return seen.stream()
                .map(one -> one.isKnown() ? one.withPointsOf(third.next()) : one)
                .toList();
    }

    private List<List<Look>> fromBothSides(List<PictureView> views, List<Landmarks> faces, Workspace workspace) {
        List<Optional<Look>> left = network.look(views, squares(faces, -TILT), workspace);
        List<Optional<Look>> right = network.look(views, squares(faces, TILT), workspace);
        return IntStream.range(0, faces.size())
                .mapToObj(i -> Stream.of(left.get(i), right.get(i))
                        .flatMap(Optional::stream)
                        .toList())
                .toList();
    }

    private static List<FaceSquare> squares(List<Landmarks> faces, double tilt) {
        return faces.stream()
                .map(face -> FaceSquare.toLookAt(face).turned(tilt))
                .toList();
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
