package io.facequality.pipeline;

import io.facequality.AlignedFace;
import io.facequality.ClosedException;
import io.facequality.DuplicateSelector;
import io.facequality.Embedder;
import io.facequality.FaceAligner;
import io.facequality.FaceDetector;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.InvalidInputException;
import io.facequality.Keep;
import io.facequality.ModelException;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.Problem;
import io.facequality.QualityScorer;
import io.facequality.ScoringEmbedder;
import io.facequality.Selection;
import io.facequality.group.BestCopy;
import io.facequality.group.Finding;
import io.facequality.images.FaceChoice;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.Orientation;
import io.facequality.images.Resizing;
import io.facequality.images.SimilarityAligner;
import io.facequality.images.YuNetFaceDetector;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.onnx.DiffusionQualityScorer;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import io.facequality.pipeline.internal.BestCopySelector;
import io.facequality.pipeline.internal.ByteBudget;
import io.facequality.pipeline.internal.FaceReader;
import io.facequality.pipeline.internal.Judge;
import io.facequality.pipeline.internal.Lazy;
import io.facequality.pipeline.internal.ModelSet;
import io.facequality.pipeline.internal.OtherFaces;
import io.facequality.pipeline.internal.PictureFlow;
import io.facequality.pipeline.internal.PictureNotes;
import io.facequality.pipeline.internal.PictureSettings;
import io.facequality.pipeline.internal.PipelineModels;
import io.facequality.pipeline.internal.Planning;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import io.facequality.select.FaceSelector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The whole way: pictures in, judgements or a plan out.
 *
 * <pre>{@code
 * try (FacePipeline faces = FacePipeline.builder().build()) {
 *     SelectionPlan plan = faces.select(Path.of("faces"), Keep.best(3));
 *     plan.copyTo(Path.of("selected"));
 * }
 * }</pre>
 *
 * <p>Without further settings it uses the embedded models and downloads nothing. A picture that cannot be used becomes a
 * rejection and does not keep the others from being judged; a broken model or a broken disk throws, once.
 *
 * <p>Memory: {@linkplain Builder#memoryBudget a byte budget} bounds the pictures that are decoded at once. Results come
 * in the order of the pictures, on the calling thread, and a slow consumer stops the readers. The same pictures, models
 * and settings give the same results for any number of threads, bit for bit.
 *
 * <p>Safe to share between threads. Interrupting a thread that runs a method here ends it with a {@link
 * CancellationException}. Closing closes what the pipeline opened itself, not what the caller put in; it waits for model
 * runs in flight, and work that is still going on then fails with a {@link ClosedException}.
 */
public final class FacePipeline implements AutoCloseable {

    private final ModelSet models;
    private final PictureSettings settings;
    private final PictureSearch search;
    private final PictureFlow flow;
    private final FaceReader allFaces;
    private final DuplicateSelector selector;
    private final Planning planning;

    private FacePipeline(Builder builder, ModelSet models) {
        this.models = models;
        this.settings = builder.settings();
        this.search = builder.search;
        FaceReader reader = builder.reader(models.detector());
        this.flow = new PictureFlow(reader, builder.threads, builder.listener);
        this.allFaces = reader.cutting(builder.aligning(models.thoroughDetector(), FaceChoice.ALL));
        this.selector = builder.selector;
        this.planning = new Planning(models, settings, builder.threads, builder.listener);
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Judges the pictures below a folder and chooses among them. Every folder that holds pictures, the root included, is
     * one person.
     *
     * @param root the folder
     * @param keep how many faces of each person to keep
     * @return what is to be kept and dropped, and why
     * @throws InvalidInputException if the root is no folder or there is no picture below it
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public SelectionPlan select(Path root, Keep keep) {
        return select(root, keep, List.of());
    }

    /**
     * The same, leaving some folders out.
     *
     * @param root the folder
     * @param keep how many faces of each person to keep
     * @param excluded folders that are not entered, such as the one that the results go to
     * @return what is to be kept and dropped, and why
     * @throws InvalidInputException if the root is no folder or there is no picture below it
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public SelectionPlan select(Path root, Keep keep, List<Path> excluded) {
        return select(judge(root, excluded), Grouping.folders(), keep);
    }

    /**
     * Chooses among the faces below a folder that are judged already. Where every folder is a person, what seems to be
     * under the wrong one is {@linkplain #findings found} too.
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
        return planning.plan(folder, grouping, keep, selector);
    }

    /**
     * Keeps the best copy of each group, as {@link BestCopy} chooses it. The pictures of a group are read again, to see
     * which are damaged. Where faces were compared and only the main one of each picture is judged, a copy that shows
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
        OtherFaces otherFaces = settings.leavesFacesOut()
                ? OtherFaces.of(folder, grouping, allFaces, models.embedder().get())
                : OtherFaces.none();
        BestCopySelector best = BestCopySelector.of(folder, models.scorer().get().model(), otherFaces);
        return planning.plan(folder, grouping, Keep.best(1), best);
    }

    /**
     * Looks for faces that seem to lie in the wrong person's folder; nothing is done about them.
     *
     * @param folder the faces, a folder a person
     * @return faces that are nearer to another person than to their own, and pictures that are under two people, in the
     *     order of the faces
     * @throws CancellationException if this thread is interrupted
     */
    public List<Finding> findings(FaceFolder folder) {
        return planning.findings(folder);
    }

    /**
     * Judges the pictures below a folder, for any of the methods that take what is judged.
     *
     * @param root the folder
     * @param excluded folders that are not entered, such as the one that the results go to
     * @return the faces and what could not be used
     * @throws InvalidInputException if the root is no folder or there is no picture below it
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public FaceFolder judge(Path root, List<Path> excluded) {
        FoundPictures found = search.notIn(excluded).below(root).requireAny("cannot select faces", root);
        Map<String, List<FaceRecord>> people = new TreeMap<>();
        List<RejectedPicture> rejected = new ArrayList<>();
        PictureNotes notes = new PictureNotes();
        flow.showing(notes).run(found.pictures(), Judge.recording(models.scorer().get(), models.embedder().get()), picture -> {
            if (picture.faces() instanceof Outcome.Ok<List<FaceRecord>> ok) {
                people.computeIfAbsent(PictureFinder.folder(picture.source()), name -> new ArrayList<>())
                        .addAll(ok.value());
            } else if (picture.faces() instanceof Outcome.Rejected<List<FaceRecord>> no) {
                rejected.add(new RejectedPicture(
                        picture.source(), no.rejection().cause(), no.rejection().message()));
            }
        });
        return new FaceFolder(root, people, rejected, found.passedOver(), notes);
    }

    /**
     * Chooses among faces that are judged and grouped already.
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
     * Scores and embeds the faces of pictures; in one pass, where scorer and embedder are the same model.
     *
     * @param pictures the pictures
     * @param results takes each picture's result, in the pictures' order, on this thread
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public void judge(List<ImageSource> pictures, Consumer<? super Picture<FaceRecord>> results) {
        flow.run(pictures, Judge.recording(models.scorer().get(), models.embedder().get()), results);
    }

    /**
     * Cuts the faces out of pictures, without judging them.
     *
     * @param pictures the pictures
     * @param results takes each picture's faces, in the pictures' order, on this thread
     * @throws ModelException if the detector's model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public void align(List<ImageSource> pictures, Consumer<? super Picture<AlignedFace>> results) {
        flow.run(pictures, Judge.none(), results);
    }

    /**
     * Scores the faces of pictures.
     *
     * @param pictures the pictures
     * @param results takes each picture's result, in the pictures' order, on this thread
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public void score(List<ImageSource> pictures, Consumer<? super Picture<ScoredFace>> results) {
        flow.run(pictures, Judge.scoring(models.scorer().get()), results);
    }

    /**
     * Scores the faces of pictures by diffusion. A picture's result comes as soon as those before it have come.
     *
     * @param diffusion the scorer, which stays the caller's to close
     * @param pictures the pictures
     * @param results takes each picture's result, in the pictures' order, on this thread
     * @throws ModelException if a model cannot be run
     * @throws CancellationException if this thread is interrupted
     */
    public void explain(
            DiffusionQualityScorer diffusion,
            List<ImageSource> pictures,
            Consumer<? super Picture<ExplainedFace>> results) {
        flow.oneByOne().run(pictures, Judge.explaining(diffusion), results);
    }

    /**
     * Embeds the faces of pictures.
     *
     * @param pictures the pictures
     * @param results takes each picture's result, in the pictures' order, on this thread
     * @throws ModelException if a model cannot be opened or run
     * @throws CancellationException if this thread is interrupted
     */
    public void embed(List<ImageSource> pictures, Consumer<? super Picture<EmbeddedFace>> results) {
        flow.run(pictures, Judge.embedding(models.embedder().get()), results);
    }

    /**
     * Judges the faces of pictures with code of the caller's own, such as several models at once.
     *
     * @param pictures the pictures
     * @param judge gives one judgement for each face, in their order; called from several threads at once, each time
     *     with the faces of a few pictures, whose digests it is given
     * @param results takes each picture's result, in the pictures' order, on this thread
     * @param <F> a judgement
     * @throws ModelException if the judge loses a face
     * @throws CancellationException if this thread is interrupted
     */
    public <F> void judge(
            List<ImageSource> pictures,
            Function<? super List<FaceCrop>, ? extends List<F>> judge,
            Consumer<? super Picture<F>> results) {
        flow.run(pictures, Judge.by(judge), results);
    }

    /**
     * How pictures are looked for in folders here, for callers that look for them themselves.
     *
     * @return the search
     */
    public PictureSearch search() {
        return search;
    }

    /**
     * How pictures become faces here: the settings, and the detector where there is one. Judgements of two pipelines
     * that agree in this are of the same pixels.
     *
     * @return names and values, in a fixed order
     * @throws ModelException if the detector cannot be opened
     */
    public Map<String, String> preparation() {
        Map<String, String> preparation = new LinkedHashMap<>(settings.described());
        if (settings.crop() == Crop.ALIGN) {
            ModelId model = models.detector().get().model();
            preparation.put("detector", model.name() + " " + model.version() + " " + model.sha256());
        }
        return preparation;
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
        if (settings.crop() == Crop.ALIGN) {
            models.detector().get();
        }
    }

    /** Closes what the pipeline opened itself; idempotent; waits for model runs in flight. */
    @Override
    public void close() {
        models.close();
    }

    public static ClosedException closed() {
        return new ClosedException(new Problem(
                "cannot use the pipeline", FacePipeline.class.getSimpleName(), "an open pipeline", "a closed one",
                "Close it when all work is done."));
    }

    /** Collects settings; not safe to share between threads. */
    public static final class Builder {

        private static final long DEFAULT_MEMORY_BUDGET = 1L << 30;
        private static final long DEFAULT_MAXIMUM_PIXELS = 250_000_000;
        private static final int DEFAULT_MAXIMUM_BYTES = 256 << 20;

        private @Nullable QualityScorer scorer;
        private @Nullable Embedder embedder;
        private @Nullable FaceDetector detector;
        private @Nullable ImageDecoder decoder;
        private PipelineModels.@Nullable Named qualityModel;
        private PipelineModels.@Nullable Named embeddingModel;
        private @Nullable Path detectorFile;
        private ModelOptions modelOptions = ModelOptions.defaults();
        private FaceAligner aligner = new SimilarityAligner();
        private DuplicateSelector selector = FaceSelector.builder().build();
        private PictureSearch search = PictureSearch.usual();
        private Crop crop = Crop.ALIGN;
        private Resizing resizing = Resizing.PILLOW;
        private FaceChoice faceChoice = FaceChoice.MAIN;
        private @Nullable Orientation orientation;
        private int threads = Runtime.getRuntime().availableProcessors();
        private long memoryBudget = DEFAULT_MEMORY_BUDGET;
        private long maximumPixels = DEFAULT_MAXIMUM_PIXELS;
        private int maximumBytes = DEFAULT_MAXIMUM_BYTES;
        private ProgressListener listener = ProgressListener.none();

        private Builder() {}

        /**
         * Scores with the caller's own scorer, which the caller closes. If the same object is also the {@linkplain
         * #embedder embedder} and a {@link ScoringEmbedder}, one pass serves both.
         *
         * @param scorer safe to call from several threads
         * @return this builder
         */
        public Builder scorer(QualityScorer scorer) {
            this.scorer = Objects.requireNonNull(scorer, "scorer");
            return this;
        }

        /**
         * Embeds with the caller's own embedder, which the caller closes.
         *
         * @param embedder safe to call from several threads
         * @return this builder
         */
        public Builder embedder(Embedder embedder) {
            this.embedder = Objects.requireNonNull(embedder, "embedder");
            return this;
        }

        /**
         * Detects with the caller's own detector, which the caller closes.
         *
         * @param detector safe to call from several threads
         * @return this builder
         */
        public Builder detector(FaceDetector detector) {
            this.detector = Objects.requireNonNull(detector, "detector");
            return this;
        }

        /**
         * Decodes with the caller's own decoder. {@link #orientation} and {@link #maximumPixels} are then its own affair.
         *
         * @param decoder safe to call from several threads
         * @return this builder
         */
        public Builder decoder(ImageDecoder decoder) {
            this.decoder = Objects.requireNonNull(decoder, "decoder");
            return this;
        }

        /**
         * Aligns with the caller's own aligner; by default a {@link SimilarityAligner}.
         *
         * @param aligner safe to call from several threads
         * @return this builder
         */
        public Builder aligner(FaceAligner aligner) {
            this.aligner = Objects.requireNonNull(aligner, "aligner");
            return this;
        }

        /**
         * Chooses with the caller's own selector; by default a {@link FaceSelector}.
         *
         * @param selector safe to call from several threads
         * @return this builder
         */
        public Builder selector(DuplicateSelector selector) {
            this.selector = Objects.requireNonNull(selector, "selector");
            return this;
        }

        /**
         * Scores with an ONNX model in place of the embedded one.
         *
         * @param file a model of the eDifFIQA contract, see {@link OnnxQualityScorer}
         * @param contract its channel order, mean and scale
         * @return this builder
         */
        public Builder qualityModel(Path file, ModelContract contract) {
            this.qualityModel = new PipelineModels.Named(file, contract);
            return this;
        }

        /**
         * Embeds with an ONNX model in place of the embedded one. If it is the quality model too, one pass serves both.
         *
         * @param file an embedder, see {@link OnnxEmbedder}
         * @param contract its channel order, mean and scale
         * @return this builder
         */
        public Builder embeddingModel(Path file, ModelContract contract) {
            this.embeddingModel = new PipelineModels.Named(file, contract);
            return this;
        }

        /**
         * Detects with YuNet in place of OpenCV's cascade and the embedded landmark network.
         *
         * @param file YuNet's ONNX file, see {@link YuNetFaceDetector}
         * @return this builder
         */
        public Builder detectorModel(Path file) {
            this.detectorFile = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Sets how the models that the pipeline opens are run; by default one thread a call on the processor.
         *
         * @param options the options
         * @return this builder
         */
        public Builder modelOptions(ModelOptions options) {
            this.modelOptions = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Sets how pictures are looked for in folders; {@link PictureSearch#usual} by default.
         *
         * @param search which folders and files are left out
         * @return this builder
         */
        public Builder search(PictureSearch search) {
            this.search = Objects.requireNonNull(search, "search");
            return this;
        }

        /**
         * Sets how a picture becomes an aligned face; {@link Crop#ALIGN} by default.
         *
         * @param crop align, or take as it is
         * @return this builder
         */
        public Builder crop(Crop crop) {
            this.crop = Objects.requireNonNull(crop, "crop");
            return this;
        }

        /**
         * Sets how a picture that is taken as it is comes to 112 x 112 pixels; {@link Resizing#PILLOW} by default, which
         * is bit-exact to the published code.
         *
         * @param resizing the method
         * @return this builder
         */
        public Builder resizing(Resizing resizing) {
            this.resizing = Objects.requireNonNull(resizing, "resizing");
            return this;
        }

        /**
         * Sets which of a picture's faces are judged; {@link FaceChoice#MAIN} by default.
         *
         * @param choice the largest central face, or all
         * @return this builder
         */
        public Builder faces(FaceChoice choice) {
            this.faceChoice = Objects.requireNonNull(choice, "choice");
            return this;
        }

        /**
         * Sets what is done about the orientation that a camera noted. By default it is applied, except for crops that
         * are taken as they are and resized as the published code does, which leaves it alone.
         *
         * @param orientation apply it or leave it
         * @return this builder
         */
        public Builder orientation(Orientation orientation) {
            this.orientation = Objects.requireNonNull(orientation, "orientation");
            return this;
        }

        /**
         * Sets how many pictures are worked on at once; by default the number of processors.
         *
         * @param threads at least 1
         * @return this builder
         */
        public Builder threads(int threads) {
            this.threads = (int) atLeastOne(threads, "threads");
            return this;
        }

        /**
         * Sets how much memory the pictures that are decoded at once may take; 1 GiB by default.
         *
         * @param bytes at least 1; a picture that needs more waits until no other is decoded, and is decoded alone
         * @return this builder
         */
        public Builder memoryBudget(long bytes) {
            this.memoryBudget = atLeastOne(bytes, "bytes of memory");
            return this;
        }

        /**
         * Sets the largest picture that is decoded; 250 million pixels by default, which lets the 200 megapixels of
         * phones in.
         *
         * @param pixels width times height, at least 1
         * @return this builder
         */
        public Builder maximumPixels(long pixels) {
            this.maximumPixels = atLeastOne(pixels, "pixels");
            return this;
        }

        /**
         * Sets the largest file that is read; 256 MiB by default.
         *
         * @param bytes at least 1
         * @return this builder
         */
        public Builder maximumBytes(int bytes) {
            this.maximumBytes = (int) atLeastOne(bytes, "bytes");
            return this;
        }

        /**
         * Sets who is told of progress; nobody by default.
         *
         * @param listener called on the thread that runs a method of the pipeline
         * @return this builder
         */
        public Builder listener(ProgressListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        private static long atLeastOne(long value, String name) {
            if (value < 1) {
                throw InvalidInputException.ofValue("FacePipeline", "at least 1 as the number of " + name, value);
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
            ModelSet models = models(new PipelineModels(modelOptions));
            try {
                openNamed(models);
                return new FacePipeline(this, models);
            } catch (RuntimeException e) {
                models.close();
                throw e;
            }
        }

        private ModelSet models(PipelineModels models) {
            Lazy<FaceDetector> lazyDetector = detector != null
                    ? Lazy.borrowed(detector)
                    : detectorFile != null ? models.yuNet(detectorFile) : models.cascade(faceChoice);
            boolean quick = detector == null && detectorFile == null && faceChoice == FaceChoice.MAIN;
            Lazy<FaceDetector> thorough = quick ? models.cascade(FaceChoice.ALL) : lazyDetector;
            if (scorer == null && embedder == null && Objects.equals(qualityModel, embeddingModel)) {
                Lazy<OnnxScoringEmbedder> both =
                        qualityModel == null ? models.scoringEmbedder() : models.scoringEmbedder(qualityModel);
                return new ModelSet(both, both, lazyDetector, thorough);
            }
            return new ModelSet(lazyScorer(models), lazyEmbedder(models), lazyDetector, thorough);
        }

        private Lazy<? extends QualityScorer> lazyScorer(PipelineModels models) {
            if (scorer != null) {
                return Lazy.borrowed(scorer);
            }
            return qualityModel == null ? models.scoringEmbedder() : models.scorer(qualityModel);
        }

        private Lazy<? extends Embedder> lazyEmbedder(PipelineModels models) {
            if (embedder != null) {
                return Lazy.borrowed(embedder);
            }
            return embeddingModel == null ? models.scoringEmbedder() : models.embedder(embeddingModel);
        }

        private void openNamed(ModelSet models) {
            if (qualityModel != null) {
                models.scorer().get();
            }
            if (embeddingModel != null) {
                models.embedder().get();
            }
            if (detectorFile != null) {
                models.detector().get();
            }
        }

        private FaceReader reader(Lazy<FaceDetector> lazyDetector) {
            FaceReader.Cutter cutter = crop == Crop.AS_IS
                    ? FaceReader.asIs(resizing)
                    : aligning(lazyDetector, faceChoice);
            return new FaceReader(
                    decoder == null ? openCvDecoder() : decoder, maximumBytes, new ByteBudget(memoryBudget), cutter);
        }

        private FaceReader.Cutter aligning(Lazy<FaceDetector> lazyDetector, FaceChoice choice) {
            return FaceReader.aligning(lazyDetector::get, choice, aligner);
        }

        private ImageDecoder openCvDecoder() {
            return OpenCvImageDecoder.builder()
                    .maximumPixels(maximumPixels)
                    .maximumBytes(maximumBytes)
                    .orientation(effectiveOrientation())
                    .build();
        }

        private Orientation effectiveOrientation() {
            return orientation == null ? PictureSettings.usualOrientation(crop, resizing) : orientation;
        }

        private PictureSettings settings() {
            return new PictureSettings(
                    crop, resizing, faceChoice,
                    decoder == null ? Optional.of(effectiveOrientation()) : Optional.empty());
        }
    }
}
