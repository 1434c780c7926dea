package io.facequality.catalogue;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the process was started with, and where this kind of system keeps caches and settings. A system property counts
 * before an environment variable.
 *
 * @param property gives a system property, or null
 * @param variable gives an environment variable, or null
 */
record Surroundings(UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> variable) {

    private static final String PRODUCT = "facequality";

    static Surroundings ofProcess() {
        return new Surroundings(System::getProperty, System::getenv);
    }

    /** {@code facequality.cache} or {@code FACEQUALITY_CACHE}, or else the folder that the system has for caches. */
    Path cacheFolder() {
        return setting("cache").map(Path::of).orElseGet(() -> systemCaches().resolve(PRODUCT).resolve("models"));
    }

    /** {@code facequality.catalogue} or {@code FACEQUALITY_CATALOGUE}, if it is set. */
    Optional<Path> catalogueFile() {
        return setting("catalogue").map(Path::of);
    }

    /** Where a catalogue is read from if there is one and no other was named. */
    Path usualCatalogueFile() {
        return systemSettings().resolve(PRODUCT).resolve("catalogue.json");
    }

    /** {@code facequality.mirror} or {@code FACEQUALITY_MIRROR}. */
    Optional<String> mirror() {
        return setting("mirror");
    }

    /** {@code facequality.offline} or {@code FACEQUALITY_OFFLINE}. */
    boolean isOffline() {
        String value = setting("offline").orElse("false").toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new InvalidInputException(new Problem(
                    "cannot tell whether to stay offline", "FACEQUALITY_OFFLINE or facequality.offline",
                    "true or false", value, "Set it to one of these, or not at all."));
        };
    }

    private Optional<String> setting(String name) {
        return value(property.apply(PRODUCT + "." + name))
                .or(() -> value(variable.apply((PRODUCT + "_" + name).toUpperCase(Locale.ROOT))));
    }

    private Path systemCaches() {
        return switch (system()) {
            case WINDOWS -> folder("LOCALAPPDATA").orElseGet(() -> home().resolve("AppData").resolve("Local"));
            case MACOS -> home().resolve("Library").resolve("Caches");
            // As the XDG Base Directory Specification has it, which says to ignore paths that are not absolute.
            case OTHER -> folder("XDG_CACHE_HOME").orElseGet(() -> home().resolve(".cache"));
        };
    }

    private Path systemSettings() {
        return switch (system()) {
            case WINDOWS -> folder("APPDATA").orElseGet(() -> home().resolve("AppData").resolve("Roaming"));
            case MACOS -> home().resolve("Library").resolve("Application Support");
            case OTHER -> folder("XDG_CONFIG_HOME").orElseGet(() -> home().resolve(".config"));
        };
    }

    private enum Family {
        WINDOWS,
        MACOS,
        OTHER
    }

    private Family system() {
        String name = value(property.apply("os.name")).orElse("").toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return Family.WINDOWS;
        }
        return name.startsWith("mac") ? Family.MACOS : Family.OTHER;
    }

    private Optional<Path> folder(String name) {
        return value(variable.apply(name)).map(Path::of).filter(Path::isAbsolute);
    }

    private Path home() {
        return Path.of(value(property.apply("user.home")).orElse("."));
    }

    private static Optional<String> value(@Nullable String text) {
        return Optional.ofNullable(text).filter(value -> !value.isBlank());
    }
}
