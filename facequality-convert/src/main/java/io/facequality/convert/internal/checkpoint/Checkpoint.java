package io.facequality.convert.internal.checkpoint;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file of named tensors: what PyTorch's {@code torch.save} writes (a zip archive, since version 1.6), or a
 * safetensors file. Which one it is, its content tells.
 *
 * <p>The tensors come in groups. A state dict is one group without a name; a training checkpoint has one for each
 * dictionary of tensors inside, such as {@code model} and {@code ema}. The numbers stay in the file until they are
 * asked for, so that its size does not matter; the file must stay open meanwhile. For one thread.
 *
 * <p>Nothing in a file is executed. A pickle is admitted if it calls what a state dict needs; anything else is refused
 * by its name. Damage is found where it is read: in names and sizes at once, in numbers, by the archive's check sums,
 * when they are asked for.
 */
public final class Checkpoint implements Closeable {

    private static final int HEAD = 512;

    /** Training keeps an optimizer's numbers in a dictionary for each tensor, three levels down. */
    private static final int MOST_GROUPS = 20_000;

    private static final int DEEPEST = 8;
    private static final int LONGEST_NAME = 1_000;

    /** The magic number that the pickles of PyTorch before version 1.6 start with. */
    private static final byte[] LEGACY = {
        (byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8,
        0x50, 0x19
    };

    private static final int TAR_MAGIC = 257;
    private static final int PICKLE = 0x80;
    private static final int ONNX = 8;
    private static final int NEWEST_ONNX_FORMAT = 20;
    private static final Set<Integer> ONNX_NEXT_FIELDS = Set.of(0x12, 0x3a, 0x42);

    private final Closeable file;
    private final Map<String, Map<String, Tensor>> groups;

    private Checkpoint(Closeable file, Map<String, Map<String, Tensor>> groups) {
        this.file = file;
        this.groups = Collections.unmodifiableMap(groups);
    }

    /**
     * Opens a file.
     *
     * @param path the file
     * @return its tensors, which the caller closes
     * @throws ModelException if it is of another kind, damaged, or does more than hold tensors
     * @throws StorageException if it cannot be read
     */
    public static Checkpoint open(Path path) {
        try {
            return open(path, head(path));
        } catch (DamagedFileException e) {
            throw e.at(path.toString());
        } catch (EOFException e) {
            throw new DamagedFileException("a whole file", e.toString()).at(path.toString());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static StorageException unreadable(Path path, IOException cause) {
        String found = cause instanceof NoSuchFileException
                ? "nothing there"
                : cause instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : cause.toString();
        return new StorageException(
                new Problem("cannot read the weights", path.toString(), "a file that can be read", found,
                        "Check the path and its permissions."),
                cause);
    }

    private static Checkpoint open(Path path, byte[] head) throws IOException {
        if (startsWith(head, "PK\u0003\u0004")) {
            return openArchive(path);
        }
        if (isSafetensors(head)) {
            return openSafetensors(path);
        }
        throw otherKind(head);
    }

    private static Checkpoint openArchive(Path path) throws IOException {
        PyTorchArchive archive = PyTorchArchive.open(path);
        try {
            return new Checkpoint(archive, groups(StateDictPickle.read(archive)));
        } catch (IOException | RuntimeException | Error e) {
            archive.close();
            throw e;
        }
    }

    private static Checkpoint openSafetensors(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            return new Checkpoint(file, Map.of("", Collections.unmodifiableMap(file.tensors())));
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static byte[] head(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "a folder");
        }
        try (var stream = Files.newInputStream(path)) {
            return stream.readNBytes(HEAD);
        }
    }

    private static boolean startsWith(byte[] head, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        return startsWith(head, 0, wanted);
    }

    private static boolean startsWith(byte[] head, int offset, byte[] wanted) {
        return head.length >= offset + wanted.length
                && ByteBuffer.wrap(head, offset, wanted.length).equals(ByteBuffer.wrap(wanted));
    }

    /** A length and then an opening brace. */
    private static boolean isSafetensors(byte[] head) {
        return head.length > Long.BYTES
                && head[Long.BYTES] == '{'
                && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong() >>> 32 == 0;
    }

    private static DamagedFileException otherKind(byte[] head) {
        String expected = "a PyTorch checkpoint (zip) or a safetensors file";
        String text = new String(head, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        if (startsWith(head, 0, LEGACY) || startsWith(head, TAR_MAGIC, "ustar".getBytes(StandardCharsets.US_ASCII))) {
            return new DamagedFileException(
                    expected,
                    "a checkpoint of PyTorch before version 1.6",
                    "If you trust it, convert it once, in Python: import torch; "
                            + "torch.save(torch.load('old.pth', map_location='cpu', weights_only=True), 'new.pth').");
        }
        if (head.length == 0) {
            return new DamagedFileException(expected, "an empty file");
        }
        if (text.startsWith("<")) {
            return new DamagedFileException(
                    expected, "a web page", "Open the link in a browser and download the file itself.");
        }
        if (text.startsWith("version https://git-lfs")) {
            return new DamagedFileException(
                    expected, "a pointer of Git LFS", "Run git lfs pull, or download the file itself.");
        }
        if (head.length > 2 && head[0] == ONNX && head[1] < NEWEST_ONNX_FORMAT
                && ONNX_NEXT_FIELDS.contains((int) head[2])) {
            return new DamagedFileException(expected, "an ONNX model", "Use it as it is.");
        }
        if ((head[0] & 0xff) == PICKLE) {
            return new DamagedFileException(
                    expected, "a pickle alone", "Save the state dict with torch.save of PyTorch 1.6 or later.");
        }
        return new DamagedFileException(expected, "something else");
    }

    /** Finds the dictionaries that hold tensors, level by level; one that hangs at two places is found once. */
    private static Map<String, Map<String, Tensor>> groups(Object root) throws IOException {
        if (!(root instanceof Map<?, ?> dictionary)) {
            throw new DamagedFileException(
                    "a dictionary of tensors",
                    root instanceof Tensor ? "a single tensor" : "something else",
                    "Save the model's state_dict() with torch.save.");
        }
        Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.add(dictionary);
        Map<Place, Map<?, ?>> level = Map.of(new Place(Optional.empty(), ""), dictionary);
        for (int depth = 0; depth < DEEPEST && !level.isEmpty(); depth++) {
            Map<Place, Map<?, ?>> below = new LinkedHashMap<>();
            for (Map.Entry<Place, Map<?, ?>> group : level.entrySet()) {
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : group.getValue().entrySet()) {
                    String key = checked(entry.getKey().toString());
                    if (entry.getValue() instanceof Tensor tensor) {
                        tensors.put(key, tensor);
                    } else if (entry.getValue() instanceof Map<?, ?> inner && seen.add(inner)) {
                        below.put(new Place(Optional.of(group.getKey()), key), inner);
                    }
                }
                if (!tensors.isEmpty()) {
                    groups.put(group.getKey().path(), Collections.unmodifiableMap(tensors));
                }
                if (groups.size() > MOST_GROUPS) {
                    throw new DamagedFileException("at most " + MOST_GROUPS + " dictionaries of tensors", "more");
                }
            }
            level = below;
        }
        return groups;
    }

    private static String checked(String key) throws DamagedFileException {
        if (key.length() > LONGEST_NAME) {
            throw new DamagedFileException("names of at most " + LONGEST_NAME + " characters", "a longer one");
        }
        return key;
    }

    /** Where a dictionary hangs. Not a class of equal values: each is a place of its own. */
    private static final class Place {

        private final Optional<Place> above;
        private final String key;

        private Place(Optional<Place> above, String key) {
            this.above = above;
            this.key = key;
        }

        private String path() {
            String prefix = above.map(Place::path).orElse("");
            return prefix.isEmpty() ? key : prefix + "/" + key;
        }
    }

    /**
     * The tensors by group and name.
     *
     * @return the groups in the file's order; that of a plain state dict has an empty name
     */
    public Map<String, Map<String, Tensor>> groups() {
        return groups;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new StorageException(
                    new Problem("cannot close the weights", file.toString(), "the file to be closed", e.toString(),
                            "Check the disk."),
                    e);
        }
    }
}
