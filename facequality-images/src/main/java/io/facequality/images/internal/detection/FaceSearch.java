package io.facequality.images.internal.detection;

import io.facequality.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Searches a picture at half the usual size, since a network does not know faces that fill its input; at the usual size;
 * and at twice that where faces are small or none was found. Where that shows several or small faces, a second network
 * that is better at crowds searches too. It also does where the surest face lies on its side or upside down, since the
 * first misses more there. It knows upright faces only, so it gets the picture turned. If the first network knows upright
 * faces only, it gets the picture turned by each quarter where it is not sure.
 *
 * <p>Safe to share between threads.
 */
public final class FaceSearch {

    /** From this confidence on a finding has a say in how the search goes on. */
    private static final double LIKELY = 0.1;

    private static final double SURE = 0.9;

    /** What a network that knows upright faces finds in a turned picture must reach this confidence. */
    private static final double CONVINCING = 0.5;

    /** So many faces are a crowd. */
    private static final int CROWD = 3;

    /** Faces smaller than this, in pixels at the usual size, may have smaller neighbors. */
    private static final double SMALL = 24;

    private static final int QUARTERS = 3;

    private static final Doubles<ScoredFinding> SAME_FACE =
            new Doubles<>(ScoredFinding::confidence, ScoredFinding::center, ScoredFinding::size);

    private final Searcher first;
    private final List<Searcher> crowd;
    private final ThreeLooks looks;
    private final int longSide;

    /**
     * Prepares to search.
     *
     * @param first searches every picture
     * @param crowd search those with several, small or turned faces too; may be empty
     * @param landmarks looks at what they find; stays the caller's to close
     * @param longSide to how many pixels a picture's longer side is brought down
     */
    public FaceSearch(Searcher first, List<Searcher> crowd, LandmarkNetwork landmarks, int longSide) {
        this.first = first;
        this.crowd = List.copyOf(crowd);
        this.looks = new ThreeLooks(landmarks);
        this.longSide = longSide;
    }

    /**
     * What was found.
     *
     * @param faces each face once, the surest first
     * @param needsLarger whether faces may have been missed that a picture of more pixels would show
     */
    public record Result(List<ScoredFinding> faces, boolean needsLarger) {}

    /**
     * Finds faces.
     *
     * @param minimum what is less sure is left out
     */
    public Result find(Image image, double minimum, Workspace workspace) {
        Search search = new Search(image, Math.min(minimum, LIKELY), workspace);
        List<ScoredFinding> faces = SAME_FACE.without(search.found()).stream()
                .filter(face -> face.confidence() >= minimum)
                .toList();
        return new Result(faces, search.needsLarger);
    }

    /** The longer side of the largest picture that makes a difference. */
    public int largestSide() {
        return 2 * longSide;
    }

    /** The search of one picture. */
    private final class Search {

        private final double minimum;
        private final Workspace workspace;
        private final Image image;
        private final PictureView usual;
        private final List<PictureView> views = new ArrayList<>();
        private final List<ScoredFinding> found = new ArrayList<>();
        private boolean needsLarger;

        Search(Image image, double minimum, Workspace workspace) {
            this.image = image;
            this.minimum = minimum;
            this.workspace = workspace;
            this.usual = view(longSide);
        }

        List<ScoredFinding> found() {
            PictureView half = view(longSide / 2);
            if (half.step() > usual.step()) {
                views.add(half);
            }
            views.add(usual);
            views.forEach(view -> search(first, view));
            needsLarger = likely().count() == 0 || hasSmall();
            if (needsLarger) {
                searchCloser();
            }
            int toUpright = quartersToUpright();
            if (likely().count() >= CROWD || hasSmall() || toUpright > 0) {
                crowd.forEach(searcher -> searchCrowd(searcher, toUpright));
            }
            if (!first.network().findsTurnedFaces() && isUnsure()) {
                searchTurned();
            }
            return found;
        }

        private PictureView view(int size) {
            return PictureView.reduced(image, first.network().longSide(size));
        }

        private void search(Searcher searcher, PictureView view) {
            found.addAll(findings(searcher, view));
        }

        private List<ScoredFinding> findings(Searcher searcher, PictureView view) {
            List<PictureView> all = Stream.concat(views.stream(), Stream.of(PictureView.whole(image))).toList();
            return searcher.search(view, looks, all, usual.step(), minimum, workspace);
        }

        private void searchCloser() {
            PictureView closer = view(largestSide());
            if (closer.step() < usual.step()) {
                views.add(closer);
                search(first, closer);
            }
        }

        private void searchCrowd(Searcher searcher, int toUpright) {
            views.stream()
                    .filter(view -> view.step() <= usual.step() && searcher.network().takes(view))
                    .forEach(view -> search(searcher, view.turned(toUpright)));
        }

        /** How often the picture must be turned clockwise by 90 degrees, so that its surest face is nearly upright. */
        private int quartersToUpright() {
            return likely().findFirst().map(face -> face.finding().quartersToUpright()).orElse(0);
        }

        /** What is turned must look like a face to the landmark network: upright faces have parts that look like one. */
        private void searchTurned() {
            PictureView turned = usual;
            for (int quarter = 0; quarter < QUARTERS; quarter++) {
                turned = turned.turned();
                findings(first, turned).stream()
                        .filter(face -> face.finding().face() >= SURE && face.confidence() >= CONVINCING)
                        .forEach(found::add);
            }
        }

        /** The surest first. */
        private Stream<ScoredFinding> likely() {
            return SAME_FACE.without(found).stream().filter(face -> face.confidence() >= LIKELY);
        }

        private boolean hasSmall() {
            return likely().anyMatch(face -> face.finding().seenSize() < SMALL);
        }

        private boolean isUnsure() {
            return likely().count() == 0 || likely().anyMatch(face -> face.confidence() < SURE);
        }
    }
}
