package io.facequality.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.facequality.internal.WholeFile;
import io.facequality.onnx.ModelOptions.ExecutionProvider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Starts ONNX Runtime in this process, in a way that leaves nothing behind and survives Ctrl-C. Its Java code alone
 * unpacks the libraries into a new temporary folder for each process, which stays; and it releases its environment when
 * the process begins to end, also under a model that is being opened or run, which crashes.
 */
final class NativeRuntime {

    private static final Logger LOGGER = System.getLogger(NativeRuntime.class.getName());
    private static final String FOLDER_PROPERTY = "onnxruntime.native.path";

    /** The process has one, as it has one environment. */
    private static final NativeRuntime OF_PROCESS = new NativeRuntime();

    private boolean started;
    private boolean unpacked;

    private NativeRuntime() {}

    /**
     * The environment, which belongs to the process: it is shared with whoever else uses ONNX Runtime, and never closed.
     *
     * @throws LinkageError if this platform's libraries are missing
     */
    static OrtEnvironment environment() {
        OF_PROCESS.start();
        return OrtEnvironment.getEnvironment();
    }

    /** An execution provider's library must lie beside the runtime's own. */
    static void unpackProvider(ExecutionProvider provider) {
        OF_PROCESS.unpackBeside(provider);
    }

    private synchronized void start() {
        if (started) {
            return;
        }
        NativeLibraries.checkTemporaryFolder();
        unpacked = System.getProperty(FOLDER_PROPERTY) == null && unpack();
        try {
            keepEnvironment();
            if (unpacked) {
                deleteTemporaryFolder();
            }
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            LOGGER.log(Level.DEBUG, "ONNX Runtime's Java code is not as expected, so it is used as it is", e);
        }
        started = true;
    }

    /** Unpacks the libraries once for all processes, and tells ONNX Runtime where they are. */
    private static boolean unpack() {
        Optional<Path> runtime = unpack("onnxruntime");
        unpack("onnxruntime4j_jni");
        unpack("onnxruntime_providers_shared");
        runtime.ifPresent(library -> System.setProperty(FOLDER_PROPERTY, WholeFile.folderOf(library).toString()));
        return runtime.isPresent();
    }

    private synchronized void unpackBeside(ExecutionProvider provider) {
        if (unpacked && (provider == ExecutionProvider.CUDA || provider == ExecutionProvider.TENSORRT)) {
            unpack("onnxruntime_providers_cuda");
            unpack("onnxruntime_providers_tensorrt");
        }
    }

    private static Optional<Path> unpack(String library) {
        String file = System.mapLibraryName(library).replace("jnilib", "dylib");
        return NativeLibraries.unpack(OrtEnvironment.class, "/ai/onnxruntime/native/" + platform() + "/" + file);
    }

    /** What ONNX Runtime calls this platform; for another it has no libraries. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String name = system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux";
        return name + "-" + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
    }

    /**
     * Takes a reference to the environment that nobody gives back, so that it lives as long as the process: native code
     * counts them. Done before ONNX Runtime registers what gives its own back.
     */
    private static void keepEnvironment() throws ReflectiveOperationException {
        // Loads the libraries, before which there is no handle.
        OrtEnvironment.getAvailableProviders();
        Method createHandle =
                OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
        createHandle.setAccessible(true);
        createHandle.invoke(
                null,
                internal("ortApiHandle").getLong(null),
                OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(),
                OrtEnvironment.DEFAULT_NAME);
    }

    /** Nothing was unpacked into it; ONNX Runtime would delete it at the end, which a killed process has not. */
    private static void deleteTemporaryFolder() throws ReflectiveOperationException, IOException {
        if (internal("tempDirectory").get(null) instanceof Path folder) {
            Files.deleteIfExists(folder);
        }
    }

    private static Field internal(String name) throws ReflectiveOperationException {
        Field field = Class.forName(OrtEnvironment.class.getPackageName() + ".OnnxRuntime").getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
