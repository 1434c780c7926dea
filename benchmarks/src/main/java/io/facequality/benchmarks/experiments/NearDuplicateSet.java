package io.facequality.benchmarks.experiments;

import io.facequality.AlignedFace;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.ScoringEmbedder;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.benchmarks.PictureChanges;
import io.facequality.group.BestCopy;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.internal.Sha256;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Faces of aligned people, and copies of some of them that were made on purpose, so that it is known which belong
 * together. Sub-folder = person. Embedded and scored by the embedded model.
 */
final class NearDuplicateSet {

    /** What a copy went through; all but the exact one are encoded again as JPEG. */
    enum Kind {
        ORIGINAL(1, false),
        EXACT(1, false),
        REENCODED(0.6f, false),
        RESIZED(0.9f, false),
        CROPPED(0.9f, false),
        MIRRORED(0.9f, false),
        BRIGHTER(0.9f, false),
        BLURRED(0.9f, true),
        DARK(0.9f, true),
        NOISY(0.9f, true),
        SMALL(0.9f, true),
        COARSE(0.1f, true);

        private final float jpegQuality;
        private final boolean degraded;

        Kind(float jpegQuality, boolean degraded) {
            this.jpegQuality = jpegQuality;
            this.degraded = degraded;
        }

        /** Whether the copy is clearly worse than the original, so that a keeper must not be one. */
        boolean isDegraded() {
            return degraded;
        }
    }

    /** A face with its truth. */
    record Sample(
            FaceRecord face,
            String person,
            String shot,
            Kind kind,
            PerceptualHash hash,
            BestCopy.Facts facts,
            double psnr) {}

    /** Every fifth picture: those that the default thresholds are measured on. */
    static final IntPredicate TO_CALIBRATE = number -> number % 5 == 0;

    /** Every fifth picture, but others: those that the groupers are measured on. */
    static final IntPredicate TO_MEASURE = number -> number % 5 == 2;

    private static final int SIZE = AlignedFace.SIZE;
    private static final int RESIZED = 80;
    private static final int SMALL = 32;
    private static final double CROPPED_SHARE = 0.05;
    private static final int BATCH = 128;

    private final List<Sample> samples = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final ScoringEmbedder embedder;

    private record Draft(
            FaceId id,
            String person,
            String shot,
            Kind kind,
            String digest,
            Image image,
            BestCopy.Facts facts,
            double psnr) {}

    private NearDuplicateSet(ScoringEmbedder embedder) {
        this.embedder = embedder;
    }

    static OnnxScoringEmbedder openEmbeddedModel(int threads) throws IOException {
        EmbeddedModel model = EmbeddedModel.QUALITY_AND_EMBEDDING;
        return OnnxScoringEmbedder.open(
                ModelFile.of(model.modelName(), model.version(), model.read()),
                ModelContract.ediffiqa(),
                ModelOptions.builder().threads(threads).build());
    }

    /**
     * Reads people.
     *
     * @param root a folder of folders of aligned faces
     * @param withCopies which pictures get copies, one of each kind: by their number in the order of their paths
     */
    static List<Sample> read(Path root, IntPredicate withCopies, ScoringEmbedder embedder) throws IOException {
        NearDuplicateSet set = new NearDuplicateSet(embedder);
        int number = 0;
        for (Path file : pictures(root)) {
            set.add(root, file, withCopies.test(number++));
        }
        set.embed();
        return set.samples;
    }

    static Map<FaceId, PerceptualHash> hashes(List<Sample> samples) {
        Map<FaceId, PerceptualHash> hashes = new HashMap<>();
        samples.forEach(sample -> hashes.put(sample.face().id(), sample.hash()));
        return hashes;
    }

    private static List<Path> pictures(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
        }
    }

    private void add(Path root, Path file, boolean withCopies) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String shot = root.relativize(file).toString();
        String person = file.getParent().getFileName().toString();
        BufferedImage original = PictureChanges.decoded(bytes);
        add(shot, person, Kind.ORIGINAL, bytes, original);
        if (withCopies) {
            for (Kind kind : Kind.values()) {
                if (kind != Kind.ORIGINAL) {
                    add(shot, person, kind, kind == Kind.EXACT ? bytes : copy(original, kind), original);
                }
            }
        }
    }

    private void add(String shot, String person, Kind kind, byte[] bytes, BufferedImage original) throws IOException {
        FaceId id = new FaceId(kind == Kind.ORIGINAL ? shot : shot + "~" + kind, 0);
        BufferedImage image = PictureChanges.decoded(bytes);
        BufferedImage compared = kind == Kind.MIRRORED ? PictureChanges.mirrored(image) : image;
        drafts.add(new Draft(
                id,
                person,
                shot,
                kind,
                Sha256.of(bytes),
                Image.of(image),
                facts(image, bytes),
                psnr(scaled(compared, SIZE), original)));
        if (drafts.size() == BATCH) {
            embed();
        }
    }

    private static BestCopy.Facts facts(BufferedImage image, byte[] bytes) {
        long pixels = (long) image.getWidth() * image.getHeight();
        return new BestCopy.Facts(Optional.empty(), pixels, false, BestCopy.Capture.NONE, bytes.length);
    }

    private void embed() {
        List<AlignedFace> faces = drafts.stream()
                .map(draft -> AlignedFace.of(Image.of(scaled(draft.image().toBufferedImage(), SIZE))))
                .toList();
        List<ScoredEmbedding> results = embedder.scoreAndEmbed(faces);
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            FaceRecord face = new FaceRecord(
                    draft.id(),
                    draft.digest(),
                    Optional.empty(),
                    results.get(i).quality(),
                    results.get(i).embedding(),
                    embedder.model());
            samples.add(new Sample(
                    face,
                    draft.person(),
                    draft.shot(),
                    draft.kind(),
                    PerceptualHash.of(draft.image()),
                    draft.facts(),
                    draft.psnr()));
        }
        drafts.clear();
    }

    static double quality(Sample sample) {
        return sample.face().quality().value();
    }

    static ModelId model() {
        EmbeddedModel model = EmbeddedModel.QUALITY_AND_EMBEDDING;
        return new ModelId(model.modelName(), model.version(), model.sha256());
    }

    private static byte[] copy(BufferedImage original, Kind kind) throws IOException {
        return PictureChanges.jpeg(changed(original, kind), kind.jpegQuality);
    }

    private static BufferedImage changed(BufferedImage original, Kind kind) {
        return switch (kind) {
            case ORIGINAL, EXACT, REENCODED, COARSE -> original;
            case RESIZED -> scaled(original, RESIZED);
            case CROPPED -> cropped(original);
            case MIRRORED -> PictureChanges.mirrored(original);
            case BRIGHTER -> new RescaleOp(1.2f, 15, null).filter(original, null);
            case DARK -> new RescaleOp(0.3f, 0, null).filter(original, null);
            case BLURRED -> scaled(scaled(original, SIZE / 3), SIZE);
            case SMALL -> scaled(original, SMALL);
            case NOISY -> PictureChanges.noisy(original, 25);
        };
    }

    private static BufferedImage cropped(BufferedImage image) {
        int border = (int) Math.round(image.getWidth() * CROPPED_SHARE / 2);
        int side = image.getWidth() - 2 * border;
        return scaled(image.getSubimage(border, border, side, side), SIZE);
    }

    private static BufferedImage scaled(BufferedImage image, int side) {
        if (image.getWidth() == side && image.getHeight() == side) {
            return image;
        }
        BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, side, side, null);
        graphics.dispose();
        return scaled;
    }

    private static double psnr(BufferedImage image, BufferedImage reference) {
        ByteBuffer a = Image.of(image).pixels();
        ByteBuffer b = Image.of(reference).pixels();
        double square = 0;
        for (int i = 0; i < a.capacity(); i++) {
            double difference = (a.get(i) & 0xFF) - (b.get(i) & 0xFF);
            square += difference * difference;
        }
        return square == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(255.0 * 255 * a.capacity() / square);
    }

}
