package io.facequality.pipeline;

import io.facequality.DuplicateGrouper;
import io.facequality.DuplicateSelector;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.Face;
import io.facequality.FaceAligner;
import io.facequality.FaceDetector;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.ClosedException;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.ProgressListener;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.ScoringEmbedder;
import io.facequality.Selection;
import io.facequality.group.BestCopy;
import io.facequality.images.FaceChoice;
import io.facequality.images.OnnxFaceDetector;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.images.Resizing;
import io.facequality.images.SimilarityAligner;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.internal.NamedSettings;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import io.facequality.pipeline.internal.BestCopySelector;
import io.facequality.pipeline.internal.ByteBudget;
import io.facequality.pipeline.internal.Detection;
import io.facequality.pipeline.internal.FaceReader;
import io.facequality.pipeline.internal.FaceStep;
import io.facequality.pipeline.internal.FacesByFolder;
import io.facequality.pipeline.internal.FolderOrder;
import io.facequality.pipeline.internal.FoundFile;
import io.facequality.pipeline.internal.Lazy;
import io.facequality.pipeline.internal.ModelSet;
import io.facequality.pipeline.internal.NotedPicture;
import io.facequality.pipeline.internal.OtherFaces;
import io.facequality.pipeline.internal.PictureFlow;
import io.facequality.pipeline.internal.PictureIdentity;
import io.facequality.pipeline.internal.PictureNotes;
import io.facequality.pipeline.internal.PictureSettings;
import io.facequality.pipeline.internal.PipelineModels;
import io.facequality.pipeline.internal.Planning;
import io.facequality.plan.SelectionPlan;
import io.facequality.select.FaceSelector;
import io.facequality.select.internal.DistinctShots;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole way: pictures in, scores or a plan out.
 *
 * <pre>{@code
 * try (FacePipeline faces = FacePipeline.open()) {
 *     SelectionPlan plan = faces.select(Path.of("faces"), Keep.best(3));
 *     plan.copyTo(Path.of("selected"));
 * }
 * }</pre>
 *
 * <p>Without further settings it uses the embedded models and downloads nothing. Of many pictures, one that cannot be
 * used becomes a rejection and does not stop the work on the others; a broken model or a broken disk throws, once.
 *
 * <p>Memory: {@linkplain Limits a byte budget} bounds the pictures that are decoded at once. Results come in the order of
 * the pictures, on the calling thread, and a slow consumer stops the readers. The same pictures, models and settings give
 * the same results for any number of threads, bit for bit.
 *
 * <p>Safe to share between threads. Interrupting a thread that runs a method here ends it with a {@link
 * CancellationException}. Closing closes what the pipeline opened itself, not what the caller put in; it waits for model
 * runs in flight, and work that is still going on then fails with a {@link ClosedException}.
 */
public final class FacePipeline implements AutoCloseable {

    private static final String GIVEN = "the picture";
    private static final String FIRST = "the first picture";
    private static final String SECOND = "the second picture";

    private final ModelSet models;
    private final PictureSettings settings;
    private final PictureFlow flow;
    private final PictureFlow mainFaces;
    private final FaceReader allFaces;
    private final DuplicateSelector selector;
    private final Copies copies;
    private final Planning planning;

    private FacePipeline(Builder builder, ModelSet models) {
        this.models = models;
        this.settings = builder.settings();
        FaceReader reader = builder.reader(builder.cutter(models.detector(), settings.faces()));
        ProgressListener listener = Objects.requireNonNullElse(builder.listener, ProgressListener.none());
        this.flow = new PictureFlow(reader, builder.threads(), listener);
        this.mainFaces = new PictureFlow(
                reader.cutting(builder.cutter(models.detector(), FaceChoice.MAIN)), 1, ProgressListener.none());
        this.allFaces = reader.cutting(builder.cutter(models.detector(), FaceChoice.ALL));
        this.selector = Objects.requireNonNullElseGet(builder.selector, () -> FaceSelector.builder().build());
        this.copies = builder.copies;
        this.planning = new Planning(models, settings, builder.threads(), listener);
    }

    /**
     * Opens a pipeline of the defaults.
     *
     * @return a pipeline with the embedded models, which are opened when they are first needed
     */
    public static FacePipeline open() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** What a selection does with several copies of one shot: encoded again, smaller, blurred, turned, mirrored. */
    public enum Copies {
        /**
         * They are one candidate, which is the best of them by {@link BestCopy}. A second copy of a shot is kept only
         * where there are fewer shots than faces are wanted.
         */
        ONE_CANDIDATE,
        /** Each is a candidate, as in the published selection. */
        AS_THEY_ARE
    }

    /**
     * What one picture, and all that are decoded at once, may take.
     *
     * @param memory bytes that the pictures may take that are decoded at once; one that needs more is reduced more, and
     *     if that is not enough, waits until no other is decoded, and is decoded alone
     * @param pixels how many pixels of a picture may be in memory at once, width times height; a JPEG that is reduced
     *     while it is decoded may be larger
     * @param fileBytes the largest file that is read
     */
    public record Limits(long memory, long pixels, int fileBytes) {

        private static final Limits USUAL = new Limits(1L << 30, 250_000_000, 256 << 20);

        /** Checks the numbers. */
        public Limits {
            requirePositive(memory, "bytes of memory");
            requirePositive(pixels, "pixels");
            requirePositive(fileBytes, "bytes");
        }

        /**
         * The limits to start from.
         *
         * @return 1 GiB of memory, 250 million pixels (which lets the 200 megapixels of phones in), files of 256 MiB
         */
        public static Limits usual() {
            return USUAL;
        }

        /**
         * The same with another budget.
         *
         * @param bytes at least 1
         * @return other limits
         */
        public Limits withMemory(long bytes) {
            return new Limits(bytes, pixels, fileBytes);
        }

        /**
         * The same with another largest picture.
         *
         * @param most width times height, at least 1
         * @return other limits
         */
        public Limits withPixels(long most) {
            return new Limits(memory, most, fileBytes);
        }

        /**
         * The same with another largest file.
         *
         * @param bytes at least 1
         * @return other limits
         */
        public Limits withFileBytes(int bytes) {
            return new Limits(memory, pixels, bytes);
        }

        private static void requirePositive(long value, String name) {
            if (value < 1) {
                throw InvalidInputException.ofValue("FacePipeline", "at least 1 as the number of " + name, value);
            }
        }
    }

    /**
     * Scores the main face of one picture, on this thread.
     *
     * @param picture the picture
     * @return its quality, higher is better; empty if there is no face
     * @throws InvalidInputException if the picture cannot be used; the message says why
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public Optional<QualityScore> score(ImageSource picture) {
        FaceStep<QualityScore> scoring = FaceStep.scoring(models.scorer().get());
        return mainFaces.look(picture, scoring).match(faces -> Optional.of(faces.get(0).value()), rejection -> {
            if (rejection.cause() == Rejection.Cause.NO_FACE) {
                return Optional.empty();
            }
            throw new InvalidInputException(rejection.problem());
        });
    }

    /**
     * Scores the main face of a picture in a file, as {@link #score(ImageSource)} does.
     *
     * @param file the file
     * @return its quality, higher is better; empty if there is no face
     */
    public Optional<QualityScore> score(Path file) {
        return score(ImageSource.of(file));
    }

    /**
     * Scores the main face of a picture in memory, as {@link #score(ImageSource)} does.
     *
     * @param encoded the content of a picture file
     * @return its quality, higher is better; empty if there is no face
     */
    public Optional<QualityScore> score(byte[] encoded) {
        return score(ImageSource.of(GIVEN, encoded));
    }

    /**
     * Scores the main face of a decoded picture, as {@link #score(ImageSource)} does.
     *
     * @param picture the pixels
     * @return its quality, higher is better; empty if there is no face
     */
    public Optional<QualityScore> score(BufferedImage picture) {
        return score(ImageSource.of(GIVEN, picture));
    }

    /**
     * Scores the faces of many pictures: {@link #process} with {@link FaceWork#scored}.
     *
     * @param pictures the pictures
     * @param results takes each picture's result, in the pictures' order, on this thread
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public void score(List<ImageSource> pictures, Consumer<? super Picture<QualityScore>> results) {
        process(pictures, FaceWork.scored(), results);
    }

    /**
     * Compares the main faces of two pictures, on this thread.
     *
     * @param first a picture
     * @param second another
     * @return how alike they are, and with the embedded model whether that is one person
     * @throws InvalidInputException if a picture cannot be used or there is no face in it; the message says which and why
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public Similarity compare(ImageSource first, ImageSource second) {
        Embedder embedder = models.embedder().get();
        Embedding one = embedded(first, embedder);
        return Similarity.of(one.cosine(embedded(second, embedder)), embedder.model());
    }

    /**
     * Compares the main faces of two files, as {@link #compare(ImageSource, ImageSource)} does.
     *
     * @param first a file
     * @param second another
     * @return how alike they are, and with the embedded model whether that is one person
     */
    public Similarity compare(Path first, Path second) {
        return compare(ImageSource.of(first), ImageSource.of(second));
    }

    /**
     * Compares the main faces of two pictures in memory, as {@link #compare(ImageSource, ImageSource)} does.
     *
     * @param first the content of a picture file
     * @param second that of another
     * @return how alike they are, and with the embedded model whether that is one person
     */
    public Similarity compare(byte[] first, byte[] second) {
        return compare(ImageSource.of(FIRST, first), ImageSource.of(SECOND, second));
    }

    /**
     * Compares the main faces of two decoded pictures, as {@link #compare(ImageSource, ImageSource)} does.
     *
     * @param first pixels
     * @param second others
     * @return how alike they are, and with the embedded model whether that is one person
     */
    public Similarity compare(BufferedImage first, BufferedImage second) {
        return compare(ImageSource.of(FIRST, first), ImageSource.of(SECOND, second));
    }

    private Embedding embedded(ImageSource picture, Embedder embedder) {
        return mainFaces.look(picture, FaceStep.embedding(embedder)).orElseThrow().get(0).value();
    }

    /**
     * Works on the faces of many pictures.
     *
     * @param pictures the pictures
     * @param work what is done with each face
     * @param results takes each picture's result, in the pictures' order, on this thread
     * @param <V> what is then known of a face
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public <V> void process(
            List<ImageSource> pictures, FaceWork<V> work, Consumer<? super Picture<V>> results) {
        flow.run(pictures, work.step(models), work.picturesAtOnce(), results);
    }

    /**
     * Reads the pictures below a folder, scores and embeds their faces, for any of the methods that take a folder of
     * faces.
     *
     * @param root the folder
     * @return the faces and what could not be used
     * @throws InvalidInputException if the root is no folder or there is no picture below it
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public FaceFolder read(Path root) {
        return read(root, PictureSearch.usual());
    }

    /**
     * The same, with a say in what is looked into.
     *
     * @param root the folder
     * @param search which folders and pictures are left out, such as the folder that results go to
     * @return the faces and what could not be used
     * @throws InvalidInputException if the root is no folder or there is no picture below it
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public FaceFolder read(Path root, PictureSearch search) {
        PictureSearch.Found found = search.below(root);
        List<FoundFile> videos = search.videosBelow(root);
        if (videos.isEmpty()) {
            found.requireAny("cannot select faces", root);
        }
        FolderOrder order = search.order(root);
        PictureNotes notes = new PictureNotes();
        PictureFlow noting = flow.showing(notes);
        FacesByFolder own = FacesByFolder.read(noting, models, found.pictures(), PictureIdentity::folder)
                .with(FacesByFolder.readFrames(noting, models, videos, search.isolationOfVideos()));
        FacesByFolder references = order.outside().isEmpty()
                ? FacesByFolder.none()
                : FacesByFolder.read(
                        noting, models, search.notIn(List.of(root)).at(order.outside()).pictures(), order::folder);
        return new FaceFolder(root, own, references, found.passedOver(), notes, order);
    }

    /**
     * Reads pictures from anywhere as {@link #read(Path)} does those of a folder, with what has a part in choosing among
     * their faces later, in another process.
     *
     * @param pictures the pictures, each once
     * @return one for each picture, in their order
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    List<NotedPicture> readNoted(List<ImageSource> pictures) {
        PictureNotes notes = new PictureNotes();
        List<NotedPicture> read = new ArrayList<>(pictures.size());
        Iterator<ImageSource> sources = pictures.iterator();
        flow.showing(notes).run(
                pictures,
                FaceStep.recording(models.scorer().get(), models.embedder().get()),
                FaceWork.PICTURES_AT_ONCE,
                picture -> read.add(NotedPicture.of(sources.next(), picture, notes)));
        return read;
    }

    /**
     * Groups near-duplicates, as {@link Grouping#faces()} does.
     *
     * @param faces faces from anywhere, each once
     * @return groups that hold every face once, each with its least similar pair
     * @throws InvalidInputException if they were embedded by another model than the embedded one, for which the library
     *     knows no threshold, or by several
     * @throws CancellationException if this thread is interrupted
     */
    public List<FaceGroup> group(List<FaceRecord> faces) {
        return group(faces, Grouping.faces());
    }

    /**
     * Groups faces.
     *
     * @param faces faces from anywhere, each once
     * @param grouping which of them belong together; not {@link Grouping.Pictures}, which compares pictures
     * @return groups that hold every face once
     * @throws InvalidInputException if the grouping wants a calibrated threshold and there is none for the model, if it
     *     compares pictures, or is the caller's own and does not put every face into exactly one group
     * @throws CancellationException if this thread is interrupted
     */
    public List<FaceGroup> group(List<FaceRecord> faces, Grouping grouping) {
        return planning.group(faces, grouping);
    }

    /**
     * Chooses among the pictures below a folder. Every folder that holds pictures, the root included, is one person.
     *
     * @param root the folder
     * @param keep how many faces of each person to keep
     * @return what is to be kept and dropped, and why
     * @throws InvalidInputException if the root is no folder or there is no picture below it
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public SelectionPlan select(Path root, Keep keep) {
        return select(read(root), Grouping.folders(), keep);
    }

    /**
     * Chooses among the faces below a folder that was read. Where every folder is a person, the plan also {@linkplain
     * SelectionPlan#findings() names} what seems to be under the wrong one.
     *
     * @param folder the faces
     * @param grouping which of them are chosen among
     * @param keep how many faces of each group to keep
     * @return what is to be kept and dropped, and why
     * @throws InvalidInputException if the grouping wants a calibrated threshold and there is none for the model, or it
     *     is the caller's own and does not put every face into exactly one group
     * @throws CancellationException if this thread is interrupted
     */
    public SelectionPlan select(FaceFolder folder, Grouping grouping, Keep keep) {
        Map<String, String> chosenBy = new LinkedHashMap<>();
        chosenBy.put("selector", inWords(selector));
        BestCopySelector best = bestCopy(folder, grouping);
        DuplicateGrouper grouper = copies == Copies.AS_THEY_ARE ? FacePipeline::eachAlone : folder.copies();
        chosenBy.put(
                "copies", copies == Copies.AS_THEY_ARE ? "as they are" : "one candidate: " + grouper + ", " + inWords(best));
        DistinctShots shots = new DistinctShots(grouper, best, selector).protecting(folder::isProtected);
        return planning.plan(folder, grouping, keep, shots, chosenBy);
    }

    private static String inWords(DuplicateSelector selector) {
        return NamedSettings.inWords(selector.name(), selector.settings());
    }

    private static List<FaceGroup> eachAlone(List<FaceRecord> faces) {
        return faces.stream()
                .map(face -> new FaceGroup(face.id().source(), List.of(face)))
                .toList();
    }

    private BestCopySelector bestCopy(FaceFolder folder, Grouping grouping) {
        OtherFaces otherFaces = settings.leavesFacesOut() && !(grouping.uncorrected() instanceof Grouping.Pictures)
                ? OtherFaces.of(folder, grouping, allFaces, models.embedder().get())
                : OtherFaces.none();
        return BestCopySelector.of(folder, models.scorer().get().model(), otherFaces);
    }

    /**
     * Chooses among faces that are grouped already.
     *
     * @param groups the groups
     * @param keep how many faces of each group to keep
     * @return one selection for each group, in their order
     * @throws CancellationException if this thread is interrupted
     */
    public List<Selection> select(List<FaceGroup> groups, Keep keep) {
        return planning.select(groups, keep, selector);
    }

    /**
     * Keeps the best copy of each group, as {@link BestCopy} chooses it. The pictures of a group are read again, to see
     * which are damaged. Where faces were compared and only the main one of each picture is scored, a copy that shows
     * other faces, which no better copy shows, is kept too.
     *
     * @param folder the faces
     * @param grouping which of them are copies of each other
     * @return what is to be kept and dropped, and why
     * @throws InvalidInputException if the grouping wants a calibrated threshold and there is none for the model, or it
     *     is the caller's own and does not put every face into exactly one group
     * @throws CancellationException if this thread is interrupted
     */
    public SelectionPlan keepBestCopies(FaceFolder folder, Grouping grouping) {
        BestCopySelector best = bestCopy(folder, grouping);
        return planning.plan(folder, grouping, Keep.best(1), best, Map.of("selector", inWords(best)));
    }

    /**
     * How pictures become faces here, and the detector where there is one. Two pipelines that agree in this see the same
     * pixels.
     *
     * @return names and values, in a fixed order
     * @throws ModelException if the detector cannot be opened
     */
    public Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>(settings.described());
        if (settings.detects()) {
            ModelId model = models.detector().get().model();
            all.put("detector", model.name() + " " + model.version() + " " + model.sha256());
        }
        return all;
    }

    /**
     * Opens now what would be opened when it is first needed: the native libraries and the models. It takes 1 to 2
     * seconds, and up to 10 the first time on a machine, when the libraries are unpacked. For servers, so that the first
     * request does not wait; calling it again costs nothing.
     *
     * @throws ModelException if a model or a native library cannot be opened
     * @throws ClosedException after {@link #close()}
     * @throws CancellationException if this thread is interrupted
     */
    public void warmUp() {
        if (settings.orientation().isPresent()) {
            // OpenCV's part that decodes is loaded with the one that encodes.
            PictureEncoder.png(Image.filledBy(1, 1, pixels -> { }));
        }
        models.scorer().get();
        models.embedder().get();
        if (settings.detects()) {
            models.detector().get();
        }
    }

    /** Closes what the pipeline opened itself; idempotent; waits for model runs in flight. */
    @Override
    public void close() {
        models.close();
    }

    /**
     * Collects settings. Each is set at most once: a second value is an {@link InvalidInputException} that names both. Not
     * safe to share between threads; {@link #build} may be called many times.
     */
    public static final class Builder {

        private @Nullable QualityScorer scorer;
        private @Nullable Embedder embedder;
        private @Nullable FaceDetector detector;
        private @Nullable ImageDecoder decoder;
        private PipelineModels.@Nullable Named scorerFile;
        private PipelineModels.@Nullable Named embedderFile;
        private @Nullable Path detectorFile;
        private @Nullable Detection detection;
        private @Nullable ModelOptions modelOptions;
        private @Nullable FaceAligner aligner;
        private @Nullable DuplicateSelector selector;
        private Copies copies = Copies.ONE_CANDIDATE;
        private @Nullable Crop crop;
        private @Nullable FaceChoice faces;
        private @Nullable Integer threads;
        private @Nullable Limits limits;
        private @Nullable ProgressListener listener;

        private Builder() {}

        /**
         * Scores with the caller's own scorer, which the caller closes. If the same object is also the {@linkplain
         * #embedder embedder} and a {@link ScoringEmbedder}, one pass serves both.
         *
         * @param own safe to call from several threads
         * @return this builder
         */
        public Builder scorer(QualityScorer own) {
            this.scorer = once("scorer", chosen(scorer, scorerFile), own);
            return this;
        }

        /**
         * Scores with an ONNX model in place of the embedded one.
         *
         * @param file a model of the eDifFIQA contract, see {@link OnnxQualityScorer}
         * @param contract its channel order, mean and scale
         * @return this builder
         */
        public Builder scorer(Path file, ModelContract contract) {
            this.scorerFile = once("scorer", chosen(scorer, scorerFile), new PipelineModels.Named(file, contract));
            return this;
        }

        /**
         * Embeds with the caller's own embedder, which the caller closes.
         *
         * @param own safe to call from several threads
         * @return this builder
         */
        public Builder embedder(Embedder own) {
            this.embedder = once("embedder", chosen(embedder, embedderFile), own);
            return this;
        }

        /**
         * Embeds with an ONNX model in place of the embedded one. If it is the scorer's model too, one pass serves both.
         *
         * @param file an embedder, see {@link OnnxEmbedder}
         * @param contract its channel order, mean and scale
         * @return this builder
         */
        public Builder embedder(Path file, ModelContract contract) {
            this.embedderFile =
                    once("embedder", chosen(embedder, embedderFile), new PipelineModels.Named(file, contract));
            return this;
        }

        /**
         * Detects with the caller's own detector, which the caller closes.
         *
         * @param own safe to call from several threads
         * @return this builder
         */
        public Builder detector(FaceDetector own) {
            this.detector = once("detector", chosen(detector, detectorFile), own);
            return this;
        }

        /**
         * Detects with another model in place of the embedded one; the embedded landmark network still looks at what it
         * finds.
         *
         * @param file an ONNX file of YuNet, or of the embedded detector's contract, see {@link OnnxFaceDetector}
         * @return this builder
         */
        public Builder detector(Path file) {
            this.detectorFile = once("detector", chosen(detector, detectorFile), file);
            return this;
        }

        /**
         * Sets how the pipeline's own detector, or that of a file, looks for faces; 640 pixels and {@link
         * OnnxFaceDetector#DEFAULT_THRESHOLD} by default.
         *
         * @param longSide to how many pixels a picture's longer side is brought down before, at least 64; a larger one
         *     finds smaller faces, and its time grows with the square
         * @param threshold from which confidence on a finding counts as a face, from 0 to 1
         * @return this builder
         */
        public Builder detector(int longSide, double threshold) {
            this.detection = once("how faces are detected", detection, new Detection(longSide, threshold));
            return this;
        }

        /**
         * Decodes with the caller's own decoder, which then decides about orientation and the largest picture itself.
         *
         * @param own safe to call from several threads
         * @return this builder
         */
        public Builder decoder(ImageDecoder own) {
            this.decoder = once("decoder", decoder, own);
            return this;
        }

        /**
         * Aligns with the caller's own aligner; by default a {@link SimilarityAligner}.
         *
         * @param own safe to call from several threads
         * @return this builder
         */
        public Builder aligner(FaceAligner own) {
            this.aligner = once("aligner", aligner, own);
            return this;
        }

        /**
         * Chooses with the caller's own selector; by default a {@link FaceSelector}.
         *
         * @param own safe to call from several threads
         * @return this builder
         */
        public Builder selector(DuplicateSelector own) {
            return selector(own, Copies.ONE_CANDIDATE);
        }

        /**
         * Chooses with the caller's own selector, and says among what.
         *
         * @param own safe to call from several threads
         * @param ofOneShot whether the copies of a shot are one candidate, as by default, or each is one
         * @return this builder
         */
        public Builder selector(DuplicateSelector own, Copies ofOneShot) {
            this.selector = once("selector", selector, own);
            this.copies = Objects.requireNonNull(ofOneShot, "ofOneShot");
            return this;
        }

        /**
         * Sets how a picture becomes an aligned face; {@link Crop#ALIGN} by default.
         *
         * @param how align, or take as it is
         * @return this builder
         */
        public Builder crop(Crop how) {
            this.crop = once("crop", crop, how);
            return this;
        }

        /**
         * Sets which faces of a picture are taken, where they are aligned; {@link FaceChoice#MAIN} by default.
         *
         * @param choice the largest central face, or all
         * @return this builder
         */
        public Builder faces(FaceChoice choice) {
            this.faces = once("faces", faces, choice);
            return this;
        }

        /**
         * Sets how many pictures are worked on at once; by default the number of processors.
         *
         * @param count at least 1
         * @return this builder
         */
        public Builder threads(int count) {
            Limits.requirePositive(count, "threads");
            this.threads = once("threads", threads, count);
            return this;
        }

        /**
         * Sets what pictures may take; {@link Limits#usual} by default.
         *
         * @param most the limits
         * @return this builder
         */
        public Builder limits(Limits most) {
            this.limits = once("limits", limits, most);
            return this;
        }

        /**
         * Sets how the models that the pipeline opens are run; by default one thread a call on the processor.
         *
         * @param options the options
         * @return this builder
         */
        public Builder modelOptions(ModelOptions options) {
            this.modelOptions = once("modelOptions", modelOptions, options);
            return this;
        }

        /**
         * Sets who is told of progress; nobody by default.
         *
         * @param told called on the thread that runs a method of the pipeline
         * @return this builder
         */
        public Builder listener(ProgressListener told) {
            this.listener = once("listener", listener, told);
            return this;
        }

        private static @Nullable Object chosen(@Nullable Object own, @Nullable Object file) {
            return own == null ? file : own;
        }

        private static <T> T once(String setting, @Nullable Object earlier, T value) {
            Objects.requireNonNull(value, setting);
            if (earlier != null) {
                throw new InvalidInputException(new Problem(
                        "cannot set " + setting + " twice", "FacePipeline", "one value",
                        earlier + " and then " + value, "Set it once, or start another builder."));
            }
            return value;
        }

        /**
         * Opens the models that files were named for, so that a broken one is reported here; the embedded ones are
         * opened when they are first used.
         *
         * @return the pipeline
         * @throws ModelException if a model cannot be opened
         */
        public FacePipeline build() {
            ModelSet models = models(
                    new PipelineModels(Objects.requireNonNullElseGet(modelOptions, ModelOptions::defaults)));
            try {
                openNamed(models);
                return new FacePipeline(this, models);
            } catch (RuntimeException e) {
                models.close();
                throw e;
            }
        }

        private ModelSet models(PipelineModels models) {
            Lazy<FaceDetector> lazyDetector = lazyDetector(models);
            if (scorer == null && embedder == null && Objects.equals(scorerFile, embedderFile)) {
                Lazy<OnnxScoringEmbedder> both =
                        scorerFile == null ? models.scoringEmbedder() : models.scoringEmbedder(scorerFile);
                return new ModelSet(both, both, lazyDetector);
            }
            return new ModelSet(lazyScorer(models), lazyEmbedder(models), lazyDetector);
        }

        private Lazy<FaceDetector> lazyDetector(PipelineModels models) {
            if (detector != null) {
                return Lazy.borrowed(detector);
            }
            return detectorFile == null ? models.detector(detection()) : models.detector(detectorFile, detection());
        }

        private Detection detection() {
            return Objects.requireNonNullElseGet(
                    detection,
                    () -> new Detection(OnnxFaceDetector.DEFAULT_LONG_SIDE, OnnxFaceDetector.DEFAULT_THRESHOLD));
        }

        private Lazy<? extends QualityScorer> lazyScorer(PipelineModels models) {
            if (scorer != null) {
                return Lazy.borrowed(scorer);
            }
            return scorerFile == null ? models.scoringEmbedder() : models.scorer(scorerFile);
        }

        private Lazy<? extends Embedder> lazyEmbedder(PipelineModels models) {
            if (embedder != null) {
                return Lazy.borrowed(embedder);
            }
            return embedderFile == null ? models.scoringEmbedder() : models.embedder(embedderFile);
        }

        private void openNamed(ModelSet models) {
            if (scorerFile != null) {
                models.scorer().get();
            }
            if (embedderFile != null) {
                models.embedder().get();
            }
            if (detectorFile != null) {
                models.detector().get();
            }
        }

        private FaceReader reader(FaceReader.Cutter cutter) {
            Limits most = Objects.requireNonNullElseGet(limits, Limits::usual);
            return new FaceReader(
                    decoder == null ? openCvDecoder(most) : decoder, most.fileBytes(), new ByteBudget(most.memory()),
                    cutter);
        }

        private ImageDecoder openCvDecoder(Limits most) {
            return OpenCvImageDecoder.builder()
                    .maximumPixels(most.pixels())
                    .maximumBytes(most.fileBytes())
                    .orientation(PictureSettings.orientation(howCropped()))
                    .build();
        }

        private FaceReader.Cutter cutter(Lazy<FaceDetector> lazyDetector, FaceChoice choice) {
            return howCropped().kind() == Crop.Kind.AS_IS
                    ? FaceReader.asIs(howCropped().resizing())
                    : FaceReader.aligning(
                            lazyDetector::get, choice,
                            Objects.requireNonNullElseGet(aligner, SimilarityAligner::new));
        }

        private Crop howCropped() {
            return Objects.requireNonNullElse(crop, Crop.ALIGN);
        }

        private FaceChoice faceChoice() {
            return Objects.requireNonNullElse(faces, FaceChoice.MAIN);
        }

        private int threads() {
            return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        }

        private PictureSettings settings() {
            Crop how = howCropped();
            return new PictureSettings(
                    how, faceChoice(),
                    decoder == null ? Optional.of(PictureSettings.orientation(how)) : Optional.empty(),
                    detector == null ? Optional.of(detection()) : Optional.empty());
        }
    }

    /**
     * What became of one picture.
     *
     * @param source the picture's identifier
     * @param faces what is known of its faces, in the order of their ordinals, at least one; or why the picture cannot be
     *     used
     * @param <V> what is known of a face
     */
    public record Picture<V>(String source, Outcome<List<Face<V>>> faces) {

        /** Checks that nothing is missing. */
        public Picture {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(faces, "faces");
        }
    }

    /**
     * How a picture becomes an aligned face. A picture that is an aligned crop already must not be aligned twice.
     *
     * @param kind align, or take as it is
     * @param resizing how a picture that is taken as it is comes to 112 x 112 pixels; it has no effect on others
     * @param orientation what is done about the orientation that a camera noted; empty for the usual: it is applied, except
     *     for crops that are taken as they are and resized as the published code does, which leaves it alone. A decoder of
     *     the caller's own decides for itself.
     */
    public record Crop(Kind kind, Resizing resizing, Optional<Orientation> orientation) {

        /** Finds the face, then cuts it out and turns it upright by its five points. */
        public static final Crop ALIGN = of(Kind.ALIGN);

        /** Takes the picture as an aligned face; {@link Resizing#PILLOW} is bit-exact to the published code. */
        public static final Crop AS_IS = of(Kind.AS_IS);

        /** The two ways. */
        public enum Kind {
            /** Find the face, then cut it out and turn it upright by its five points. */
            ALIGN,
            /** The picture is an aligned face already: only resize it to 112 x 112. */
            AS_IS
        }

        /** Checks that nothing is missing. */
        public Crop {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(resizing, "resizing");
            Objects.requireNonNull(orientation, "orientation");
        }

        /**
         * The usual crop of a kind.
         *
         * @param kind align, or take as it is
         * @return {@link #ALIGN} or {@link #AS_IS}
         */
        public static Crop of(Kind kind) {
            return new Crop(kind, Resizing.PILLOW, Optional.empty());
        }

        /**
         * The same with another way to resize.
         *
         * @param method how a picture that is taken as it is comes to its size
         * @return another crop
         */
        public Crop withResizing(Resizing method) {
            return new Crop(kind, method, orientation);
        }

        /**
         * The same with another orientation.
         *
         * @param handling apply what the camera noted, or leave it
         * @return another crop
         */
        public Crop withOrientation(Orientation handling) {
            return new Crop(kind, resizing, Optional.of(handling));
        }
    }
}
