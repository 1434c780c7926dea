package io.facequality.convert.internal.checkpoint;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Numbers with a shape. Those of a file stay there until they are asked for, and are read anew each time; the file must
 * be open. For one thread where it belongs to a file.
 */
public final class Tensor {

    /** The most sizes that PyTorch gives a tensor. */
    private static final int MOST_SIZES = 64;

    /** The longest array that every Java has. */
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    /** How many elements are read at a time. */
    private static final int BLOCK = 1 << 16;

    private final ElementType type;
    private final List<Long> shape;
    private final List<Long> strides;
    private final long offset;
    private final Storage storage;
    private final String place;

    private Tensor(
            ElementType type, List<Long> shape, List<Long> strides, long offset, Storage storage, String place) {
        this.type = type;
        this.shape = List.copyOf(shape);
        this.strides = List.copyOf(strides);
        this.offset = offset;
        this.storage = storage;
        this.place = place;
    }

    /**
     * Takes numbers from memory.
     *
     * @param values the numbers in row-major order; copied
     * @param shape the sizes, outermost first
     * @return a float32 tensor
     * @throws IllegalArgumentException if the shape is for another count
     */
    public static Tensor of(float[] values, long... shape) {
        long count = LongStream.of(shape).reduce(1, Math::multiplyExact);
        if (count != values.length) {
            throw new IllegalArgumentException("expected " + count + " numbers, found " + values.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        Storage storage = new Storage() {
            @Override
            public long count() {
                return values.length;
            }

            @Override
            public ByteBuffer read(long offset, int length) {
                return bytes.slice((int) offset, length);
            }
        };
        List<Long> sizes = LongStream.of(shape).boxed().toList();
        return new Tensor(ElementType.FLOAT32, sizes, rowMajor(sizes), 0, storage, "memory");
    }

    /**
     * Shows a part of a storage.
     *
     * @throws DamagedFileException if it is not a part of it
     */
    static Tensor view(
            ElementType type, List<Long> shape, List<Long> strides, long offset, Storage storage, String place)
            throws DamagedFileException {
        if (shape.size() > MOST_SIZES || shape.size() != strides.size()) {
            throw new DamagedFileException(
                    "a shape of at most " + MOST_SIZES + " sizes with a stride each",
                    shape.size() + " sizes with " + strides.size() + " strides in " + place);
        }
        if (offset < 0
                || shape.stream().anyMatch(size -> size < 0)
                || strides.stream().anyMatch(stride -> stride < 0)) {
            throw new DamagedFileException(
                    "sizes, strides and offset of at least 0",
                    shape + " with strides " + strides + " and offset " + offset + " in " + place);
        }
        Tensor tensor = new Tensor(type, shape, strides, offset, storage, place);
        try {
            tensor.checkExtent();
        } catch (ArithmeticException e) {
            throw new DamagedFileException(
                    "a shape that can be counted", shape + " with strides " + strides + " in " + place);
        }
        return tensor;
    }

    /** A tensor of more numbers than are stored repeats some; weights do not, and a small file would become huge. */
    private void checkExtent() throws DamagedFileException {
        long count = shape.stream().reduce(1L, Math::multiplyExact);
        long end = count == 0 ? offset : Math.addExact(last(), 1);
        if (count > MOST_ELEMENTS || count > storage.count() || end > storage.count()) {
            throw new DamagedFileException(
                    "a tensor within the " + storage.count() + " elements of " + place,
                    "the shape " + shape + " with strides " + strides + " and offset " + offset);
        }
    }

    /** The place of the last element in the storage. */
    private long last() {
        long last = offset;
        for (int i = 0; i < shape.size(); i++) {
            last = Math.addExact(last, Math.multiplyExact(shape.get(i) - 1, strides.get(i)));
        }
        return last;
    }

    static List<Long> rowMajor(List<Long> shape) {
        long[] strides = new long[shape.size()];
        long stride = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides[i] = stride;
            stride = Math.multiplyExact(stride, Math.max(1, shape.get(i)));
        }
        return LongStream.of(strides).boxed().toList();
    }

    /**
     * What the elements are.
     *
     * @return their type
     */
    public ElementType type() {
        return type;
    }

    /**
     * The sizes, outermost first.
     *
     * @return the shape; empty for a single number
     */
    public List<Long> shape() {
        return shape;
    }

    /**
     * How many elements there are.
     *
     * @return the product of the sizes
     */
    public long count() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /**
     * Shows some rows. A row is what belongs to one index of the outermost dimension.
     *
     * @param from the first row
     * @param to the row after the last
     * @return the same numbers, not copied
     * @throws IndexOutOfBoundsException if there are not so many rows, or it is a single number, which has none
     */
    public Tensor rows(int from, int to) {
        Objects.checkFromToIndex(from, to, shape.isEmpty() ? 0 : shape.get(0));
        List<Long> sizes = new ArrayList<>(shape);
        sizes.set(0, (long) (to - from));
        return new Tensor(type, sizes, strides, offset + from * strides.get(0), storage, place);
    }

    /**
     * Reads the elements of a tensor of real numbers.
     *
     * @return a new array in row-major order, rounded to 32 bits where the file has more
     * @throws ModelException if the elements are integers, or the file does not hold what it declares
     * @throws StorageException if the file cannot be read
     */
    public float[] floats() {
        require(type.isReal(), "real numbers");
        float[] values = new float[(int) count()];
        copyTo(values);
        return values;
    }

    /**
     * Reads the elements of a tensor of real numbers into an array.
     *
     * @param target takes them in row-major order, rounded to 32 bits where the file has more
     * @throws IndexOutOfBoundsException if there are more than it has room for
     * @throws ModelException if the elements are integers, or the file does not hold what it declares
     * @throws StorageException if the file cannot be read
     */
    public void copyTo(float[] target) {
        require(type.isReal(), "real numbers");
        read((bytes, at, i) -> target[i] = type.real(bytes, at));
    }

    /**
     * Reads the elements of a tensor of integers.
     *
     * @return a new array in row-major order
     * @throws ModelException if the elements are real numbers, or the file does not hold what it declares
     * @throws StorageException if the file cannot be read
     */
    public long[] longs() {
        require(!type.isReal(), "integers");
        long[] values = new long[(int) count()];
        read((bytes, at, i) -> values[i] = type.integer(bytes, at));
        return values;
    }

    private void require(boolean fits, String expected) {
        if (!fits) {
            throw new ModelException(new Problem(
                    "cannot use the tensor", place, expected, type.toString(), "Take another tensor, or file."));
        }
    }

    /** Takes one element. */
    @FunctionalInterface
    private interface Element {
        void take(ByteBuffer bytes, int at, int index);
    }

    private void read(Element element) {
        try {
            if (isRowMajor()) {
                readRowMajor(element);
            } else {
                readStrided(element);
            }
        } catch (DamagedFileException e) {
            throw e.at(place);
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot read the tensor", place, "a file that can be read", e.toString(),
                            "Check the disk, and that the file is still there."),
                    e);
        }
    }

    /** A stride matters only where there is more than one of a size. */
    private boolean isRowMajor() {
        List<Long> wanted = rowMajor(shape);
        return IntStream.range(0, shape.size())
                .allMatch(i -> shape.get(i) <= 1 || strides.get(i).equals(wanted.get(i)));
    }

    private void readRowMajor(Element element) throws IOException {
        int count = (int) count();
        for (int from = 0; from < count; from += BLOCK) {
            int length = Math.min(BLOCK, count - from);
            ByteBuffer bytes = storage.read((offset + from) * type.size(), length * type.size());
            for (int i = 0; i < length; i++) {
                element.take(bytes, i * type.size(), from + i);
            }
        }
    }

    /** Reads everything from the first element to the last, and picks from that. */
    private void readStrided(Element element) throws IOException {
        int count = (int) count();
        if (count == 0) {
            return;
        }
        long span = Math.multiplyExact(last() - offset + 1, (long) type.size());
        if (span > MOST_ELEMENTS) {
            throw new DamagedFileException("a tensor that spans less than 2 GB", span + " bytes");
        }
        ByteBuffer bytes = storage.read(offset * type.size(), (int) span);
        long[] position = new long[shape.size()];
        long at = 0;
        for (int i = 0; i < count; i++) {
            element.take(bytes, (int) at * type.size(), i);
            for (int axis = position.length - 1; axis >= 0; axis--) {
                at += strides.get(axis);
                if (++position[axis] < shape.get(axis)) {
                    break;
                }
                at -= position[axis] * strides.get(axis);
                position[axis] = 0;
            }
        }
    }

    /** The type and the shape, {@code float32 [64,3,3,3]}. */
    @Override
    public String toString() {
        return type.name().toLowerCase(java.util.Locale.ROOT)
                + shape.stream().map(Object::toString).collect(Collectors.joining(",", " [", "]"));
    }
}
