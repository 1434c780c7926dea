package io.facequality.catalogue;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.Interrupts;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Published models on this machine: it fetches those of a {@link Catalogue} into a folder, once, and finds them again.
 *
 * <pre>{@code
 * ModelStore store = ModelStore.builder().build();
 * FetchedModel model = store.fetch("ediffiqa-t", LicenseConsent.given());
 * try (FacePipeline faces = FacePipeline.builder().qualityModel(model).build()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>What is fetched is checked by length and SHA-256 before it gets its name, so a file under a model's name is that
 * model. Where the catalogue does not say the length, it may be 2 GiB and what the disk has room for. A fetch that is cut short, by a broken connection, an interrupt or the end of the process, leaves what has
 * come under another name, and the next goes on from there. Each model has a folder of its own, with a record of the
 * consent to its license beside it.
 *
 * <p>Only {@link #fetch} and {@link #fetchUnverified} open network connections, {@code https} ones unless a mirror is
 * named that has none, and {@linkplain Builder#offline offline} not even they.
 *
 * <p>Safe to share between threads; threads, stores and processes that fetch the same model into the same folder take
 * turns, and it is fetched once. Interrupting a thread ends its fetch with a {@link CancellationException}. Holds no
 * resources between calls, so there is nothing to close.
 */
public final class ModelStore {

    /** What one file of ONNX can hold. */
    private static final long LONGEST_UNSTATED = 2L << 30;

    private final Path folder;
    private final Catalogue catalogue;
    private final Optional<Mirror> mirror;
    private final boolean offline;
    private final Patience patience;
    private final long longestUnstated;
    private final FetchListener listener;
    private final UnaryOperator<HttpClient.Builder> clientSettings;
    /** Threads of this store queue here, so that they do not all knock at the same file. */
    private final Map<String, ReentrantLock> fetching = new ConcurrentHashMap<>();

    private ModelStore(Builder builder) {
        this.folder = builder.folder == null ? builder.surroundings.cacheFolder() : builder.folder;
        this.catalogue = builder.catalogue();
        this.mirror = (builder.mirror == null ? builder.surroundings.mirror() : Optional.of(builder.mirror))
                .map(Mirror::of);
        this.offline = builder.offline || builder.surroundings.isOffline();
        this.patience = builder.patience;
        this.longestUnstated = builder.longestUnstated;
        this.listener = builder.listener;
        this.clientSettings = builder.clientSettings;
    }

    /**
     * Starts from what the process was started with: the system properties {@code facequality.cache}, {@code
     * facequality.catalogue}, {@code facequality.mirror} and {@code facequality.offline}, or the environment variables
     * {@code FACEQUALITY_CACHE} and so on, or where neither is set, from the folder that this kind of system keeps
     * caches in, the addresses of the catalogue, and online.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder(Surroundings.ofProcess());
    }

    static Builder builder(Surroundings surroundings) {
        return new Builder(surroundings);
    }

    /**
     * The models that this store knows.
     *
     * @return the catalogue
     */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * Where the models are.
     *
     * @return the cache folder, with a folder for each model; it need not exist
     */
    public Path folder() {
        return folder;
    }

    /**
     * Which models are on this machine.
     *
     * @return one for each entry of the catalogue, in its order; digests are not computed for this
     * @throws StorageException if the folder cannot be read
     */
    public List<Status> list() {
        return catalogue.entries().stream().map(this::status).toList();
    }

    private Status status(CatalogueEntry entry) {
        if (entry.isBuiltIn()) {
            return new Status(entry, Status.State.BUILT_IN, Optional.empty(), entry.file().size().orElse(0));
        }
        ModelFolder place = ModelFolder.of(folder, entry);
        OptionalLong length = place.length();
        if (length.isPresent()) {
            return new Status(
                    entry, stateOf(entry, length.getAsLong()), Optional.of(place.file()), length.getAsLong());
        }
        OptionalLong part = place.partLength();
        return part.isPresent()
                ? new Status(entry, Status.State.PARTIAL, Optional.of(place.part()), part.getAsLong())
                : new Status(entry, Status.State.NOT_FETCHED, Optional.empty(), 0);
    }

    private static Status.State stateOf(CatalogueEntry entry, long length) {
        if (length != entry.file().size().orElse(length)) {
            return Status.State.DAMAGED;
        }
        return entry.file().sha256().isPresent() ? Status.State.FETCHED : Status.State.UNVERIFIED;
    }

    /**
     * Finds a model that was fetched, and checks its digest again, which takes as long as reading the file. Opens no
     * network connection.
     *
     * @param id the model's id
     * @return the model
     * @throws InvalidInputException if the catalogue has no such model, or it is built in, or was not fetched; the
     *     message says how to fetch it
     * @throws ModelException if the file has changed since it was fetched
     */
    public FetchedModel model(String id) {
        CatalogueEntry entry = published(id);
        ModelFolder place = ModelFolder.of(folder, entry);
        if (place.length().isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot use the model", id, "a model that was fetched to " + folder,
                    place.partLength().isPresent() ? "a part of one" : "none", "Fetch the model " + id + "."));
        }
        expectedDigest(entry, place).filter(expected -> !expected.equals(place.digest())).ifPresent(expected -> {
            throw new ModelException(new Problem(
                    "cannot use the model", place.file().toString(),
                    "the file that was fetched (sha256 " + expected + ")", "one that has changed since",
                    "Fetch the model " + id + " again."));
        });
        return new FetchedModel(entry, place.file());
    }

    /** The catalogue's digest, or where it has none, that of what was fetched. */
    private static Optional<String> expectedDigest(CatalogueEntry entry, ModelFolder place) {
        return entry.file().sha256()
                .or(() -> ConsentRecord.read(place.consent()).flatMap(ConsentRecord::sha256));
    }

    private CatalogueEntry published(String id) {
        CatalogueEntry entry = catalogue.find(id).orElseThrow(() -> new InvalidInputException(new Problem(
                "cannot find the model", id,
                "one of " + catalogue.entries().stream().map(CatalogueEntry::id).collect(Collectors.joining(", ")),
                "none of that id", "Name a model of the catalogue.")));
        if (entry.isBuiltIn()) {
            throw new InvalidInputException(new Problem(
                    "cannot fetch the model", id, "a published model", "one that is built in", "Use it as it is."));
        }
        return entry;
    }

    /**
     * Brings a model onto this machine; if it is there already, that is all.
     *
     * @param id the model's id
     * @param consent asked whether the model's license is accepted, unless that was recorded before
     * @return the model
     * @throws InvalidInputException if the catalogue has no such model, or no digest of it; if the license is not
     *     accepted; if this store is offline and has no folder as its mirror
     * @throws ModelException if it cannot be had: no connection, no such file, a wrong length, a wrong digest. What is
     *     wrong does not stay; what came before a connection broke does, for the next time
     * @throws StorageException if the folder does not take it
     * @throws CancellationException if this thread is interrupted; what has come stays
     */
    public FetchedModel fetch(String id, LicenseConsent consent) {
        CatalogueEntry entry = published(id);
        if (entry.file().sha256().isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot verify the model", id, "a digest in the catalogue", "none",
                    "Add the digest to the catalogue, or fetch the model unverified."));
        }
        return fetched(entry, consent);
    }

    /**
     * The same for a model whose digest the catalogue does not know: whatever comes is taken. Its digest is recorded
     * with the consent, so that a later change of the file is noticed. A model with a digest is checked as by {@link
     * #fetch}.
     *
     * @param id the model's id
     * @param consent asked whether the model's license is accepted, unless that was recorded before
     * @return the model
     * @throws InvalidInputException as {@link #fetch}
     * @throws ModelException as {@link #fetch}
     * @throws StorageException as {@link #fetch}
     * @throws CancellationException as {@link #fetch}
     */
    public FetchedModel fetchUnverified(String id, LicenseConsent consent) {
        return fetched(published(id), consent);
    }

    private FetchedModel fetched(CatalogueEntry entry, LicenseConsent consent) {
        ReentrantLock turn = fetching.computeIfAbsent(entry.id(), id -> new ReentrantLock());
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            throw Interrupts.restored();
        }
        ModelFolder place = ModelFolder.of(folder, entry);
        try (ModelFolder.Lock ignored = place.lock(() -> listener.onWait(entry))) {
            if (!isThere(entry, place)) {
                Fetch fetch = fetch(entry, place);
                ConsentRecord record = consented(entry, place, consent);
                String sha256 = fetch.run();
                record.withSha256(sha256).write(place.consent(), entry);
            }
            return new FetchedModel(entry, place.file());
        } finally {
            turn.unlock();
        }
    }

    private static boolean isThere(CatalogueEntry entry, ModelFolder place) {
        return place.length().isPresent()
                && expectedDigest(entry, place).filter(place.digest()::equals).isPresent();
    }

    private static ConsentRecord consented(CatalogueEntry entry, ModelFolder place, LicenseConsent consent) {
        Optional<ConsentRecord> earlier =
                ConsentRecord.read(place.consent()).filter(record -> record.covers(entry));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (!consent.accepts(entry)) {
            throw new InvalidInputException(new Problem(
                    "cannot fetch the model", entry.id(),
                    "consent to its license, " + entry.license().name(), "none",
                    "Read the license. If you accept it, fetch the model again and accept the license."));
        }
        ConsentRecord now = ConsentRecord.now(entry);
        now.write(place.consent(), entry);
        return now;
    }

    private Fetch fetch(CatalogueEntry entry, ModelFolder place) {
        if (mirror.isPresent() && mirror.get() instanceof Mirror.Folder local) {
            return new FolderCopy(local.path().resolve(entry.file().name()), entry, place, longestUnstated, listener);
        }
        if (offline) {
            throw new InvalidInputException(new Problem(
                    "cannot fetch the model", entry.id(), "leave to connect to the network, or a folder as the mirror",
                    "offline mode", "Name a folder that holds " + entry.file().name()
                            + " as the mirror, or leave offline mode."));
        }
        URI address = mirror.isPresent() && mirror.get() instanceof Mirror.Web web
                ? web.base().resolve(entry.file().name())
                : entry.file().url().orElseThrow();
        return new Download(address, entry, place, longestUnstated, patience, clientSettings, listener);
    }

    /** Collects settings; not safe to share between threads. */
    public static final class Builder {

        private final Surroundings surroundings;
        private @Nullable Path folder;
        private @Nullable Path catalogueFile;
        private @Nullable String mirror;
        private boolean offline;
        private Patience patience = Patience.USUAL;
        private long longestUnstated = LONGEST_UNSTATED;
        private FetchListener listener = FetchListener.none();
        private UnaryOperator<HttpClient.Builder> clientSettings = UnaryOperator.identity();

        private Builder(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        /**
         * Sets where the models are kept.
         *
         * @param folder the cache folder, which is made when it is needed
         * @return this builder
         */
        public Builder folder(Path folder) {
            this.folder = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Adds the models of a file to those that this library knows. Without it, {@code catalogue.json} in the folder
         * {@code facequality} of the place that this kind of system keeps settings in is read, if it is there.
         *
         * @param file a catalogue, see {@link Catalogue#read}
         * @return this builder
         */
        public Builder catalogueFile(Path file) {
            this.catalogueFile = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Sets what stands in for the addresses of the catalogue.
         *
         * @param folderOrAddress a folder, or an address that starts with {@code https://} or {@code http://}, that
         *     holds the models' files under their own names
         * @return this builder
         */
        public Builder mirror(String folderOrAddress) {
            this.mirror = Objects.requireNonNull(folderOrAddress, "folderOrAddress");
            return this;
        }

        /**
         * Opens no network connection, whatever is asked for.
         *
         * @return this builder
         */
        public Builder offline() {
            this.offline = true;
            return this;
        }

        /**
         * Sets how long to wait for a connection; 20 seconds by default.
         *
         * @param timeout more than zero
         * @return this builder
         */
        public Builder connectTimeout(Duration timeout) {
            this.patience = patience.withConnect(timeout);
            return this;
        }

        /**
         * Sets how long a server may be silent, or send less than a kilobyte a second, before the connection is given
         * up for a new one; 30 seconds by default.
         *
         * @param timeout more than zero
         * @return this builder
         */
        public Builder stallTimeout(Duration timeout) {
            this.patience = patience.withStall(timeout);
            return this;
        }

        /**
         * Sets how often in a row it is tried without getting on by a mebibyte; 5 times by default.
         *
         * @param attempts at least 1
         * @return this builder
         */
        public Builder attempts(int attempts) {
            this.patience = patience.withAttempts(attempts);
            return this;
        }

        /**
         * Sets how long to wait before the second attempt; 1 second by default. It doubles from one attempt to the
         * next.
         *
         * @param pause more than zero
         * @return this builder
         */
        public Builder retryPause(Duration pause) {
            this.patience = patience.withPause(pause);
            return this;
        }

        /**
         * Sets who is told how far a fetch has come; nobody by default.
         *
         * @param listener called on the thread that fetches
         * @return this builder
         */
        public Builder listener(FetchListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** What a test needs to set: certificates, or nothing that could connect. */
        Builder clientSettings(UnaryOperator<HttpClient.Builder> settings) {
            this.clientSettings = settings;
            return this;
        }

        /** How long a file may be whose size the catalogue does not say. */
        Builder longestUnstated(long bytes) {
            this.longestUnstated = bytes;
            return this;
        }

        private Catalogue catalogue() {
            Optional<Path> named = Optional.ofNullable(catalogueFile).or(surroundings::catalogueFile);
            Path usual = surroundings.usualCatalogueFile();
            return named.or(() -> Optional.of(usual).filter(Files::exists))
                    .map(file -> Catalogue.builtIn().with(Catalogue.read(file)))
                    .orElseGet(Catalogue::builtIn);
        }

        /**
         * Reads the catalogue.
         *
         * @return the store
         * @throws InvalidInputException if the catalogue's file, the mirror or a setting of the process is not what it
         *     must be
         * @throws StorageException if the catalogue's file cannot be read
         */
        public ModelStore build() {
            return new ModelStore(this);
        }
    }

    /**
     * Whether a model of a catalogue is on this machine.
     *
     * @param entry what the catalogue says of it
     * @param state whether it is there
     * @param file where it is, or where the part of it is that has come so far; empty if there is neither
     * @param bytes the length of that file; 0 if there is none
     */
    public record Status(CatalogueEntry entry, State state, Optional<Path> file, long bytes) {

        /** Whether a model is on this machine. */
        public enum State {
            /** It travels inside this library. */
            BUILT_IN,
            /** It was fetched, and it was the file that the catalogue names. */
            FETCHED,
            /** It was fetched, but the catalogue has no digest, so nobody knows whether it is what was published. */
            UNVERIFIED,
            /** A fetch was cut short; the next one goes on from there. */
            PARTIAL,
            /** A file is there, but not of the length that the catalogue names; the next fetch replaces it. */
            DAMAGED,
            /** Nothing of it is there. */
            NOT_FETCHED
        }

        /** Checks that nothing is missing. */
        public Status {
            Objects.requireNonNull(entry, "entry");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(file, "file");
        }
    }
}
