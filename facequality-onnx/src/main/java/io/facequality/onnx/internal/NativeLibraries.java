package io.facequality.onnx.internal;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.internal.Interrupts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * Where native libraries come from: JavaCPP's cache, where they are unpacked once and loaded from. When the cache or the
 * temporary folder cannot be used, the errors of JavaCPP and ONNX Runtime speak of a missing library; the messages made
 * here name the folder.
 */
public final class NativeLibraries {

    private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final String TEMPORARY_PROPERTY = "java.io.tmpdir";
    private static final long LEAST_FREE_BYTES = 256L << 20;

    private NativeLibraries() {}

    /**
     * Unpacks a native library into the cache, unless it is there already, or in the folder of libraries that the
     * application unpacked. Another process that does the same at the same time is waited for.
     *
     * @param owner a class of the archive that holds the library
     * @param resource the library's absolute name in it
     * @return the unpacked file, or nothing if the archive holds no such library
     * @throws ModelException if the cache cannot be written
     * @throws CancellationException if this thread is interrupted
     */
    public static Optional<Path> unpack(Class<?> owner, String resource) {
        Optional<Path> unpacked = UnpackedLibraries.folder()
                .map(folder -> folder.resolve(resource.substring(resource.lastIndexOf('/') + 1)))
                .filter(Files::isRegularFile);
        if (unpacked.isPresent()) {
            return unpacked;
        }
        if (owner.getResource(resource) == null) {
            return Optional.empty();
        }
        try {
            // JavaCPP's lock is for processes: two threads of one process must not ask for it at once.
            synchronized (Loader.class) {
                return Optional.of(Loader.cacheResource(owner, resource).toPath());
            }
        } catch (IOException e) {
            Interrupts.check();
            throw cacheProblem().orElseGet(() -> unusableCache(e.toString(), e));
        }
    }

    /**
     * Loads a library that JavaCPP knows, on a thread of its own, which nobody interrupts: JavaCPP would give up, and
     * Java never tries again.
     *
     * @param library the class that stands for it
     * @return what was thrown, if it could not be loaded
     */
    public static Optional<Throwable> tryToLoad(Class<?> library) {
        UnpackedLibraries.offer();
        FutureTask<?> loading = new FutureTask<>(() -> Loader.load(library), null);
        Thread loader = new Thread(loading, "facequality-native");
        loader.setDaemon(true);
        loader.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    loading.get();
                    return Optional.empty();
                } catch (ExecutionException e) {
                    return Optional.of(Objects.requireNonNull(e.getCause()));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Tries the temporary folder, which ONNX Runtime needs while it starts.
     *
     * @throws ModelException if no folder can be made in it
     */
    public static void checkTemporaryFolder() {
        try {
            Files.delete(Files.createTempDirectory("facequality"));
        } catch (IOException e) {
            throw unusable(
                    TEMPORARY_PROPERTY, System.getProperty(TEMPORARY_PROPERTY), "a folder that can be written",
                    e.toString(), e);
        }
    }

    /**
     * Looks for what may be wrong with the cache, once a library could not be loaded.
     *
     * @return the failure to throw, or nothing if the cache is as it must be
     */
    public static Optional<ModelException> cacheProblem() {
        Path probe = null;
        try {
            probe = Files.createTempFile(Path.of(cache()), "facequality", null);
            if (!probe.toFile().setExecutable(true) || !Files.isExecutable(probe)) {
                return Optional.of(unusableCache("one that does not allow programs (noexec)", null));
            }
            long free = probe.toFile().getUsableSpace();
            return free < LEAST_FREE_BYTES
                    ? Optional.of(unusableCache((free >> 20) + " MB of free space", null))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(unusableCache(e.toString(), e));
        } finally {
            if (probe != null) {
                probe.toFile().delete();
            }
        }
    }

    /** Where JavaCPP unpacks; where it finds no folder at all, the one that it would like best. */
    private static String cache() {
        try {
            return Loader.getCacheDir().getPath();
        } catch (IOException e) {
            return System.getProperty(CACHE_PROPERTY, System.getProperty("user.home") + "/.javacpp/cache");
        }
    }

    private static ModelException unusableCache(String found, @Nullable Throwable cause) {
        return unusable(
                CACHE_PROPERTY, cache(), "a folder that can be written, allows programs and has "
                        + (LEAST_FREE_BYTES >> 20) + " MB of free space",
                found, cause);
    }

    private static ModelException unusable(
            String property, String folder, String expected, String found, @Nullable Throwable cause) {
        return new ModelException(
                new Problem(
                        "cannot load native libraries", new File(folder).getAbsolutePath(), expected, found,
                        "Make it so, or name another folder in the system property " + property + "."),
                cause);
    }
}
