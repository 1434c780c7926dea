package io.facequality.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Sha256;
import io.facequality.internal.WorkerThreads;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.ModelOptions.ExecutionProvider;
import io.facequality.onnx.internal.graph.RewrittenModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way from a file to an open session: check the file, take its digest, set the options, load, describe. */
final class SessionOpening {

    private static final String WHAT = "cannot open the model";

    private final ModelFile file;
    private final OrtEnvironment environment;

    private SessionOpening(ModelFile file) {
        this.file = file;
        this.environment = environment(file);
    }

    static OnnxModel open(ModelFile file, ModelOptions options) {
        return open(file, options, RewrittenModel::of);
    }

    /** Opens a model without optimizing anything. */
    static OnnxModel openAsItIs(ModelFile file) {
        ModelOptions frugal = ModelOptions.builder().withoutMemoryArena().build();
        return new SessionOpening(file).load(frugal, OptLevel.NO_OPT, Optional.empty());
    }

    static OnnxModel open(ModelFile file, ModelOptions options, RewrittenSession.Rewriting rewriting) {
        boolean isRewritten = options.rewrites() && options.provider() == ExecutionProvider.CPU;
        return isRewritten ? openRewritten(file, options, rewriting) : open(file, options, Optional.empty());
    }

    /**
     * Rewrites the model on one thread while another loads the runtime, takes the digest and reads the settings: in a
     * process's first opening, in which either loads its code, each takes a quarter of a second.
     */
    private static OnnxModel openRewritten(
            ModelFile file, ModelOptions options, RewrittenSession.Rewriting rewriting) {
        try (WorkerThreads beside = new WorkerThreads(1)) {
            return open(file, options, Optional.of(beside.submit(() -> {
                try {
                    return RewrittenSession.begin(file, rewriting);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            })));
        }
    }

    private static OnnxModel open(
            ModelFile file, ModelOptions options, Optional<Future<RewrittenSession.Rest>> rewriting) {
        SessionOpening opening = new SessionOpening(file);
        opening.checkProvider(options.provider());
        return opening.load(options, OptLevel.ALL_OPT, rewriting);
    }

    /** Reads what the model takes and gives; it is not run, so nothing is optimized. */
    static OnnxModelDescription describe(ModelFile file) {
        try (OnnxModel model = openAsItIs(file)) {
            return model.description();
        }
    }

    private OnnxModel load(
            ModelOptions options, OptLevel optimization, Optional<Future<RewrittenSession.Rest>> rewriting) {
        ModelId id = new ModelId(file.name(), file.version(), digest());
        OrtSession session = null;
        try (SessionOptions settings = settings(options, optimization)) {
            Optional<RewrittenSession> rewritten = rewriting.flatMap(rest -> createRewritten(rest, settings));
            session = rewritten.isPresent() ? rewritten.get().session() : create(settings);
            return new OnnxModel(
                    session,
                    OnnxModelDescription.of(id, session),
                    rewritten.map(RewrittenSession::rewrites).orElse(List.of()));
        } catch (OrtException e) {
            release(session, e);
            throw refused(options, e);
        } catch (RuntimeException | Error e) {
            release(session, e);
            throw e;
        }
    }

    private SessionOptions settings(ModelOptions options, OptLevel optimization) throws OrtException {
        SessionOptions settings = new SessionOptions();
        try {
            settings.setIntraOpNumThreads(options.threads());
            settings.setInterOpNumThreads(1);
            settings.setExecutionMode(ExecutionMode.SEQUENTIAL);
            settings.setOptimizationLevel(optimization);
            settings.setCPUArenaAllocator(options.memoryArena());
            settings.setMemoryPatternOptimization(options.memoryArena());
            settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING);
            addProvider(settings, options);
            return settings;
        } catch (OrtException | RuntimeException | Error e) {
            settings.close();
            throw e;
        }
    }

    private static void addProvider(SessionOptions settings, ModelOptions options) throws OrtException {
        NativeRuntime.unpackProvider(options.provider());
        switch (options.provider()) {
            case CPU -> { }
            case CUDA -> settings.addCUDA(options.device());
            case TENSORRT -> {
                settings.addTensorrt(options.device());
                settings.addCUDA(options.device());
            }
            case CORE_ML -> settings.addCoreML();
            case DIRECT_ML -> settings.addDirectML(options.device());
        }
    }

    private Optional<RewrittenSession> createRewritten(
            Future<RewrittenSession.Rest> rewriting, SessionOptions settings) {
        try {
            return WorkerThreads.result(rewriting).create(environment, settings);
        } catch (UncheckedIOException e) {
            throw unreadable(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private OrtSession create(SessionOptions settings) throws OrtException {
        if (file instanceof ModelFile.InMemory memory) {
            return environment.createSession(memory.bytes(), settings);
        }
        Path path = ((ModelFile.OnDisk) file).path();
        if (nativeCodeCanOpen(path)) {
            return environment.createSession(path.toString(), settings);
        }
        try {
            return environment.createSession(Files.readAllBytes(path), settings);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** ONNX Runtime opens files of the default file system; a path with characters beyond U+FFFF reaches it garbled. */
    private static boolean nativeCodeCanOpen(Path path) {
        return path.getFileSystem() == FileSystems.getDefault()
                && path.toString().chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    private static void release(@Nullable OrtSession session, Throwable failure) {
        if (session != null) {
            try {
                session.close();
            } catch (OrtException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private String digest() {
        if (file instanceof ModelFile.InMemory memory && memory.sha256().isPresent()) {
            return memory.sha256().get();
        }
        try (InputStream stream = new DigestInputStream(content(), Sha256.digest())) {
            stream.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(((DigestInputStream) stream).getMessageDigest().digest());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private InputStream content() throws IOException {
        if (file instanceof ModelFile.InMemory memory) {
            return new ByteArrayInputStream(memory.bytes());
        }
        Path path = ((ModelFile.OnDisk) file).path();
        checkThere(path);
        return Files.newInputStream(path);
    }

    private void checkThere(Path path) {
        if (!Files.exists(path)) {
            throw new ModelException(new Problem(
                    WHAT, place(), "an ONNX file", "nothing at " + path.toAbsolutePath(),
                    "Check the path, and that the file was downloaded."));
        }
        if (Files.isDirectory(path)) {
            throw new ModelException(new Problem(
                    WHAT, place(), "an ONNX file", "a folder", "Name the .onnx file inside it."));
        }
    }

    private ModelException unreadable(IOException cause) {
        Interrupts.check();
        return new ModelException(
                new Problem(WHAT, place(), "a file that can be read", cause.toString(),
                        "Check the file's permissions and the disk."),
                cause);
    }

    private ModelException refused(ModelOptions options, OrtException cause) {
        boolean provider = options.provider() != ExecutionProvider.CPU
                && cause.getCode() != OrtException.OrtErrorCode.ORT_INVALID_PROTOBUF;
        return provider
                ? new ModelException(
                        new Problem(
                                WHAT, place(), "the execution provider " + options.provider() + ", device "
                                        + options.device() + ", to take the model",
                                "ONNX Runtime's message " + cause.getMessage(),
                                "Check that its driver and libraries are installed, or use the execution provider"
                                        + " CPU."),
                        cause)
                : new ModelException(
                        new Problem(
                                WHAT, place(), "a whole ONNX model that ONNX Runtime " + environment.getVersion()
                                        + " can load",
                                "its message " + cause.getMessage(),
                                "Get the file anew and compare its sha256; check that it is ONNX and not another"
                                        + " format."),
                        cause);
    }

    private void checkProvider(ExecutionProvider wanted) {
        Set<OrtProvider> available = OrtEnvironment.getAvailableProviders();
        if (!available.contains(ProviderSupport.of(wanted).runtimeName())) {
            throw new ModelException(new Problem(
                    WHAT,
                    place(),
                    "the execution provider " + wanted,
                    "an ONNX Runtime " + environment.getVersion() + " with "
                            + available.stream().map(OrtProvider::getName).collect(Collectors.joining(", ")),
                    ProviderSupport.of(wanted).remedy()));
        }
    }

    private String place() {
        return place(file);
    }

    private static String place(ModelFile file) {
        return file instanceof ModelFile.OnDisk disk ? disk.path().toString() : file.name() + " (in memory)";
    }

    private static OrtEnvironment environment(ModelFile file) {
        try {
            return NativeRuntime.environment();
        } catch (LinkageError | IllegalStateException e) {
            Interrupts.checkNotEnding();
            throw NativeLibraries.cacheProblem().orElseGet(() -> new ModelException(
                    new Problem(
                            WHAT,
                            place(file),
                            "ONNX Runtime's native library for " + System.getProperty("os.name") + " on "
                                    + System.getProperty("os.arch"),
                            e.toString(),
                            "Put com.microsoft.onnxruntime:onnxruntime, or onnxruntime_gpu in its place but not both,"
                                    + " on the class path; it holds libraries for Linux (glibc), Windows and macOS."),
                    e));
        }
    }
}
