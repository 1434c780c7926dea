package io.facequality.onnx.internal;

import java.io.File;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * A folder in which an application has unpacked the native libraries of its platform, named by a system property. JavaCPP
 * looks for each library in every jar, which takes longer than to load it, and unpacks it. With such a folder it does
 * neither. A library that the folder lacks is passed over: not every library of OpenCV and OpenBLAS is needed.
 */
final class UnpackedLibraries extends HashMap<String, URL[]> {

    private static final Logger LOGGER = System.getLogger(UnpackedLibraries.class.getName());
    private static final long serialVersionUID = 1;
    private static final String FOLDER_PROPERTY = "facequality.natives";
    private static final String PLACE_FOR_NAME = "NAME";

    private final transient Path folder;

    UnpackedLibraries(Path folder) {
        this.folder = folder;
    }

    /** The folder, if the application has one. */
    static Optional<Path> folder() {
        String folder = System.getProperty(FOLDER_PROPERTY);
        return folder == null || folder.isEmpty()
                ? Optional.empty()
                : Optional.of(Path.of(folder).toAbsolutePath());
    }

    /** Lets JavaCPP take what the folder holds, if there is one: as what it has found earlier. */
    static void offer() {
        folder().filter(Files::isDirectory).ifPresent(folder -> {
            synchronized (Loader.class) {
                try {
                    Field found = Loader.class.getDeclaredField("foundLibraries");
                    found.setAccessible(true);
                    if (!(found.get(null) instanceof UnpackedLibraries)) {
                        found.set(null, new UnpackedLibraries(folder));
                    }
                } catch (ReflectiveOperationException | RuntimeException e) {
                    LOGGER.log(Level.DEBUG, "JavaCPP is not as expected, so it looks for libraries itself", e);
                }
            }
        });
    }

    /**
     * Where a library is.
     *
     * @param library its name as JavaCPP writes it: {@code name@version#other-name!}, of which only the name must be there
     * @return one place or none; never null, so that JavaCPP does not search
     */
    @Override
    public URL[] get(@Nullable Object library) {
        return file(String.valueOf(library)).map(file -> new URL[] {file}).orElseGet(() -> new URL[0]);
    }

    private Optional<URL> file(String library) {
        for (String name : fileNames(library)) {
            File file = folder.resolve(name).toFile();
            if (file.isFile()) {
                try {
                    return Optional.of(file.toURI().toURL());
                } catch (MalformedURLException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return Optional.empty();
    }

    /** The names that a library may have: with its version behind the ending, before it, and without one. */
    static List<String> fileNames(String library) {
        String name = library.substring(library.indexOf(':') + 1).split("[#!]", 2)[0];
        if (library.contains(":")) {
            return List.of(name);
        }
        int at = name.indexOf('@');
        String version = at < 0 ? "" : name.substring(name.lastIndexOf('@') + 1);
        String plain = at < 0 ? name : name.substring(0, at);
        String pattern = System.mapLibraryName(PLACE_FOR_NAME);
        String file = pattern.replace(PLACE_FOR_NAME, plain);
        return List.of(file + version, pattern.replace(PLACE_FOR_NAME, plain + version), file);
    }
}
