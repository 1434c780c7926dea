package io.facequality.plan.internal;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImagePyramid;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.images.Resizing;
import io.facequality.images.SimilarityAligner;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.pipeline.FaceWork.FaceCrop;
import io.facequality.pipeline.internal.ByteBudget;
import io.facequality.pipeline.internal.FaceReader;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The thumbnails of a report: which faces get one, how large they are, and how they are made.
 *
 * <p>However many faces a plan has, their thumbnails take no more than {@link #ROOM} together, so that the page can be
 * opened on a phone. Many faces get smaller thumbnails; very many make the page leave out dropped faces, those of the
 * lowest quality first.
 *
 * <p>A picture is opened again and decoded once for all its faces. One that is gone, has changed since it was scored or
 * cannot be read any more gives no thumbnail and says why.
 */
final class ReportThumbnails {

    /** How many characters of base64 all thumbnails may take together. */
    static final long ROOM = 24 << 20;

    /** Pictures that are decoded at once may take this share of the heap. */
    private static final int SHARE_OF_HEAP = 4;

    /** Base64 writes three bytes as four characters; a prefix of whole threes can be cut off its end. */
    private static final int BASE64_GROUP_BYTES = 3;

    /** What each JPEG file starts with. */
    private static final String JPEG_START = "/9j/";

    private static final String NO_ROOM = "the page has no room for more thumbnails";

    private static final SimilarityAligner ALIGNER = new SimilarityAligner();

    private final SelectionPlan plan;
    private final ThumbnailSize size;
    private final int droppedPerGroup;
    private final ImageDecoder decoder;
    private final ByteBudget memory = new ByteBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    private final byte[] prefix;

    /** Written by the calling thread alone; workers look whether there is any point in going on. */
    private volatile long room = ROOM;

    private ReportThumbnails(SelectionPlan plan, ThumbnailSize size, int droppedPerGroup) {
        this.plan = plan;
        this.size = size;
        this.droppedPerGroup = droppedPerGroup;
        this.decoder = OpenCvImageDecoder.builder().orientation(orientation(plan)).build();
        this.prefix = commonPrefix(size);
    }

    /** Decides how large the thumbnails of a plan are and how many dropped faces get one. */
    static ReportThumbnails of(SelectionPlan plan) {
        long faces = plan.groups().stream().mapToLong(group -> group.faces().size()).sum();
        for (ThumbnailSize size : ThumbnailSize.values()) {
            if (faces <= size.fitting()) {
                return new ReportThumbnails(plan, size, Integer.MAX_VALUE);
            }
        }
        return new ReportThumbnails(plan, ThumbnailSize.SMALLEST, droppedPerGroup(plan));
    }

    /** The largest number of dropped faces that every group can show. */
    private static int droppedPerGroup(SelectionPlan plan) {
        int[] dropped =
                plan.groups().stream().mapToInt(group -> group.dropped().size()).toArray();
        long kept = plan.groups().stream().mapToLong(group -> group.kept().size()).sum();
        long places = ThumbnailSize.SMALLEST.fitting() - kept;
        int fits = 0;
        for (int tooMany = Arrays.stream(dropped).max().orElse(0) + 1; tooMany - fits > 1; ) {
            int most = (fits + tooMany) >>> 1;
            if (Arrays.stream(dropped).mapToLong(count -> Math.min(count, most)).sum() <= places) {
                fits = most;
            } else {
                tooMany = most;
            }
        }
        return fits;
    }

    private static Orientation orientation(SelectionPlan plan) {
        boolean asStored = Orientation.AS_STORED.name().equals(plan.settings().get("orientation"));
        return asStored ? Orientation.AS_STORED : Orientation.APPLY_EXIF;
    }

    /** What every thumbnail's file starts with, its tables of codes: more than half of a small one. */
    private static byte[] commonPrefix(ThumbnailSize size) {
        byte[] black = encoded(size, Image.filledBy(size.pixels(), size.pixels(), rgb -> {}));
        byte[] white =
                encoded(size, Image.filledBy(size.pixels(), size.pixels(), rgb -> Arrays.fill(rgb, (byte) 0xFF)));
        int common = Math.max(0, Arrays.mismatch(black, white));
        return Arrays.copyOf(black, common - common % BASE64_GROUP_BYTES);
    }

    private static byte[] encoded(ThumbnailSize size, Image image) {
        return PictureEncoder.jpeg(image, size.jpegQuality());
    }

    /** The width and the height of a thumbnail in pixels. */
    int pixels() {
        return size.pixels();
    }

    /** How many thumbnails there are to make. */
    long total() {
        return plan.groups().stream().mapToLong(group -> shown(group).size()).sum();
    }

    /** The base64 of what stands in front of a thumbnail's own, unless that starts as a whole file does. */
    String prefix() {
        return Base64.getEncoder().encodeToString(prefix);
    }

    /** The base64 of a thumbnail's whole file. */
    String whole(String base64) {
        return base64.startsWith(JPEG_START) ? base64 : prefix() + base64;
    }

    /** How many of a group's dropped faces are left out. */
    int leftOut(PlannedGroup group) {
        return group.faces().size() - shown(group).size();
    }

    /** The pictures whose faces are shown, group by group. */
    Iterator<ShownPicture> pictures() {
        return IntStream.range(0, plan.groups().size()).boxed().flatMap(this::pictures).iterator();
    }

    private Stream<ShownPicture> pictures(int group) {
        Map<String, List<PlannedFace>> byPicture = shown(plan.groups().get(group)).stream()
                .collect(Collectors.groupingBy(PlannedFace::picture, LinkedHashMap::new, Collectors.toList()));
        return byPicture.entrySet().stream()
                .map(picture -> new ShownPicture(group, picture.getKey(), picture.getValue()));
    }

    /** The kept faces, and the dropped ones that came closest to being kept by their quality. */
    private List<PlannedFace> shown(PlannedGroup group) {
        List<PlannedFace> dropped = group.dropped();
        if (dropped.size() <= droppedPerGroup) {
            return group.faces();
        }
        Set<PlannedFace> best = dropped.stream()
                .sorted(Comparator.comparingDouble(PlannedFace::quality).reversed())
                .limit(droppedPerGroup)
                .collect(Collectors.toSet());
        return group.faces().stream().filter(face -> face.kept() || best.contains(face)).toList();
    }

    /** Makes the thumbnails of a picture; safe to call from several threads. */
    PictureThumbnails make(ShownPicture picture) {
        if (room == 0) {
            return picture.without(NO_ROOM);
        }
        Outcome<List<FaceCrop>> read;
        try {
            read = reader(picture)
                    .read(ImageSource.of(picture.path(), file(picture)), FaceReader.Identity.DIGESTED);
        } catch (InvalidPathException e) {
            return picture.without("its path cannot be a file's on this computer");
        }
        return read.match(
                crops -> thumbnails(picture, crops), rejection -> picture.without(rejection.message()));
    }

    private Path file(ShownPicture picture) {
        Path file = plan.root().resolve(picture.path()).normalize();
        boolean isOwn = file.startsWith(plan.root().normalize());
        if (!isOwn && !picture.faces().stream().allMatch(plan::isReference)) {
            throw new InvalidPathException(picture.path(), "leads out of the plan's root");
        }
        return file;
    }

    /** Cuts out the faces that were found when the picture was scored. */
    private FaceReader reader(ShownPicture picture) {
        return new FaceReader(decoder, Integer.MAX_VALUE - 8, memory, (id, levels) -> Outcome.ok(picture.faces().stream()
                .map(face -> new FaceReader.CutFace(face.detection(), aligned(levels, face)))
                .toList()));
    }

    private static AlignedFace aligned(ImagePyramid picture, PlannedFace face) {
        return face.detection()
                .map(detection -> ALIGNER.align(picture, detection))
                .orElseGet(() -> AlignedFace.of(
                        Resizing.PILLOW.resize(picture.whole(), AlignedFace.SIZE, AlignedFace.SIZE)));
    }

    private PictureThumbnails thumbnails(ShownPicture picture, List<FaceCrop> crops) {
        List<Thumbnail> thumbnails = new ArrayList<>(crops.size());
        for (int i = 0; i < crops.size(); i++) {
            PlannedFace face = picture.faces().get(i);
            boolean unchanged = crops.get(i).pictureSha256().equals(face.sha256());
            thumbnails.add(
                    unchanged
                            ? new Thumbnail(face, base64(crops.get(i).face().image()), "")
                            : new Thumbnail(face, "", "the picture has changed since it was scored"));
        }
        return new PictureThumbnails(picture.group(), thumbnails);
    }

    private String base64(Image face) {
        byte[] jpeg = encoded(size, Resizing.PILLOW.resize(face, size.pixels(), size.pixels()));
        boolean usual = Arrays.equals(prefix, Arrays.copyOf(jpeg, prefix.length));
        return Base64.getEncoder().encodeToString(usual ? Arrays.copyOfRange(jpeg, prefix.length, jpeg.length) : jpeg);
    }

    /** Takes room in the page for thumbnails; what does not fit any more is left out. For the calling thread alone. */
    PictureThumbnails withinRoom(PictureThumbnails made) {
        List<Thumbnail> fitting = made.thumbnails().stream().map(this::withinRoom).toList();
        return new PictureThumbnails(made.group(), fitting);
    }

    private Thumbnail withinRoom(Thumbnail thumbnail) {
        if (thumbnail.base64().length() > room) {
            // For good: which thumbnails a page has must not depend on how far the workers are ahead.
            room = 0;
            return new Thumbnail(thumbnail.face(), "", NO_ROOM);
        }
        room -= thumbnail.base64().length();
        return thumbnail;
    }

    /** How large a thumbnail is; the largest comes first. */
    private enum ThumbnailSize {
        P112(112, 80, 3500),
        P80(80, 80, 2000),
        P56(56, 75, 1000),
        P40(40, 70, 600);

        static final ThumbnailSize SMALLEST = P40;

        private final int pixels;
        private final int jpegQuality;
        private final int usualLength;

        /** The usual length is that of real faces' base64 without the prefix, measured on aligned faces of LFW. */
        ThumbnailSize(int pixels, int jpegQuality, int usualLength) {
            this.pixels = pixels;
            this.jpegQuality = jpegQuality;
            this.usualLength = usualLength;
        }

        int pixels() {
            return pixels;
        }

        int jpegQuality() {
            return jpegQuality;
        }

        long fitting() {
            return ROOM / usualLength;
        }
    }

    /** A picture, and its faces that are shown. The group is an ordinal of the plan's groups. */
    record ShownPicture(int group, String path, List<PlannedFace> faces) {

        PictureThumbnails without(String problem) {
            return new PictureThumbnails(
                    group, faces.stream().map(face -> new Thumbnail(face, "", problem)).toList());
        }
    }

    /** A face, and either its thumbnail, or why there is none. */
    record Thumbnail(PlannedFace face, String base64, String problem) {}

    /** The thumbnails of one picture. */
    record PictureThumbnails(int group, List<Thumbnail> thumbnails) {

        long missing() {
            return thumbnails.stream().filter(thumbnail -> thumbnail.base64().isEmpty()).count();
        }
    }
}
