package io.facequality.convert.internal.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickle of a checkpoint. A pickle is a program: its instructions name functions and call them. The library
 * follows the instructions; this class admits those alone that a state dict needs, and in the place of the library's
 * registry of constructors, which whoever shares the process can add to, it knows six functions of its own. Every other
 * instruction, and every other function by its name, is refused before anything is made of it.
 *
 * <p>Nothing here calls itself, so nesting costs no stack; lengths are checked before they are allocated; keys are
 * strings and integers, so that comparing them is cheap; and the number of instructions is bounded.
 */
final class StateDictPickle extends Unpickler {

    private static final long MOST_INSTRUCTIONS = 2_000_000;
    private static final int SHARED_STORAGE_PARTS = 5;
    private static final int TENSOR_PARTS = 6;

    private static final String REFUSED =
            "If you trust the file, load it in PyTorch and save the state dict alone: "
                    + "torch.save(torch.load('in.pth', map_location='cpu')['model'], 'out.pth').";

    /** The functions that a state dict calls. */
    private enum Function {
        NEW_DICTIONARY("collections", "OrderedDict"),
        TENSOR("torch._utils", "_rebuild_tensor_v2"),
        PARAMETER("torch._utils", "_rebuild_parameter");

        private final String module;
        private final String name;

        Function(String module, String name) {
            this.module = module;
            this.name = name;
        }
    }

    /** A storage as a pickle refers to it. */
    private record Part(ElementType type, String key, Storage storage) {}

    private final PyTorchArchive archive;
    private final ByteArrayInputStream bytes;
    private long instructions;

    private StateDictPickle(PyTorchArchive archive, byte[] pickle) {
        this.archive = archive;
        this.bytes = new ByteArrayInputStream(pickle);
    }

    /**
     * Reads an archive's pickle.
     *
     * @return what it holds: dictionaries, lists, tuples, tensors, numbers and strings
     * @throws DamagedFileException if it is no pickle, or one that does more than a state dict needs
     */
    static Object read(PyTorchArchive archive) throws IOException {
        StateDictPickle pickle = new StateDictPickle(archive, archive.pickle());
        try {
            return pickle.load(pickle.bytes);
        } catch (DamagedFileException e) {
            throw e;
        } catch (RefusedException e) {
            throw e.cause;
        } catch (PickleException | IndexOutOfBoundsException | ClassCastException | NegativeArraySizeException
                | NullPointerException | IllegalArgumentException | ArithmeticException e) {
            throw new DamagedFileException("a whole pickle in data.pkl", e.toString());
        } catch (IOException e) {
            throw new DamagedFileException("a whole pickle in data.pkl", String.valueOf(e.getMessage()));
        }
    }

    @Override
    protected Object dispatch(short key) throws IOException {
        if (++instructions > MOST_INSTRUCTIONS) {
            throw new DamagedFileException(
                    "at most " + MOST_INSTRUCTIONS + " instructions in data.pkl", "more", REFUSED);
        }
        switch (key) {
            case Opcodes.PROTO, Opcodes.FRAME, Opcodes.MARK, Opcodes.STOP, Opcodes.POP,
                    Opcodes.NONE, Opcodes.NEWTRUE, Opcodes.NEWFALSE,
                    Opcodes.BININT, Opcodes.BININT1, Opcodes.BININT2, Opcodes.LONG1, Opcodes.BINFLOAT,
                    Opcodes.SHORT_BINUNICODE, Opcodes.SHORT_BINSTRING,
                    Opcodes.EMPTY_TUPLE, Opcodes.TUPLE, Opcodes.TUPLE1, Opcodes.TUPLE2, Opcodes.TUPLE3,
                    Opcodes.BINGET, Opcodes.LONG_BINGET, Opcodes.BINPUT, Opcodes.LONG_BINPUT, Opcodes.MEMOIZE,
                    Opcodes.BINPERSID -> {
                return super.dispatch(key);
            }
            case Opcodes.BINUNICODE -> stack.add(text());
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<Object, Object>());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                Object name = stack.pop();
                put(dictionary(stack.peek()), name, value);
            }
            case Opcodes.SETITEMS -> putAll(stack.pop_all_since_marker());
            case Opcodes.EMPTY_LIST -> stack.add(new ArrayList<>());
            case Opcodes.APPEND -> {
                Object value = stack.pop();
                list(stack.peek()).add(value);
            }
            case Opcodes.APPENDS -> {
                List<Object> values = stack.pop_all_since_marker();
                list(stack.peek()).addAll(values);
            }
            case Opcodes.GLOBAL -> stack.add(global(PickleUtils.readline(input), PickleUtils.readline(input)));
            case Opcodes.STACK_GLOBAL -> {
                String name = (String) stack.pop();
                stack.add(global((String) stack.pop(), name));
            }
            case Opcodes.REDUCE -> {
                Object[] arguments = (Object[]) stack.pop();
                stack.add(call((Function) stack.pop(), arguments));
            }
            case Opcodes.BUILD -> {
                // The versions of the modules, which PyTorch hangs on the dictionary as an attribute.
                dictionary(stack.pop());
                dictionary(stack.peek());
            }
            default -> throw new DamagedFileException(
                    "the instructions of a state dict",
                    key < 0 ? "the end of data.pkl" : "the instruction 0x" + Integer.toHexString(key),
                    REFUSED);
        }
        return NO_RETURN_VALUE;
    }

    private String text() throws IOException {
        long length = Integer.toUnsignedLong(PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, 4)));
        if (length > bytes.available()) {
            throw new DamagedFileException("a string of " + length + " bytes in data.pkl", "the end of it");
        }
        return new String(PickleUtils.readbytes(input, (int) length), StandardCharsets.UTF_8);
    }

    private void putAll(List<Object> namesAndValues) {
        Map<Object, Object> target = dictionary(stack.peek());
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            put(target, namesAndValues.get(i), namesAndValues.get(i + 1));
        }
    }

    private static void put(Map<Object, Object> target, Object name, Object value) {
        if (!(name instanceof String || name instanceof Number)) {
            throw new PickleException("a key that is neither a string nor a number");
        }
        target.put(name, value);
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> dictionary(Object value) {
        return (LinkedHashMap<Object, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (ArrayList<Object>) value;
    }

    /** A function or a type of storage, if it is one that a state dict names. */
    private static Object global(String module, String name) throws IOException {
        for (Function function : Function.values()) {
            if (function.module.equals(module) && function.name.equals(name)) {
                return function;
            }
        }
        return ElementType.ofPyTorch(name)
                .filter(type -> module.equals("torch"))
                .orElseThrow(() -> new DamagedFileException(
                        "tensors and dictionaries only",
                        "the name " + module + "." + name + ", which was refused and not executed",
                        REFUSED));
    }

    private Object call(Function function, Object[] arguments) throws IOException {
        return switch (function) {
            case NEW_DICTIONARY -> newDictionary(arguments);
            case TENSOR -> tensor(arguments);
            case PARAMETER -> (Tensor) arguments[0];
        };
    }

    private static Object newDictionary(Object[] arguments) {
        if (arguments.length > 0) {
            throw new PickleException("an OrderedDict with arguments");
        }
        return new LinkedHashMap<>();
    }

    /** The arguments: storage, offset, sizes, strides, and what only training needs. */
    private static Tensor tensor(Object[] arguments) throws IOException {
        if (arguments.length < TENSOR_PARTS) {
            throw new PickleException("a tensor of " + arguments.length + " parts");
        }
        Part part = (Part) arguments[0];
        return Tensor.view(
                part.type, integers(arguments[2]), integers(arguments[3]), integer(arguments[1]), part.storage,
                "the record data/" + part.key);
    }

    private static List<Long> integers(Object tuple) {
        return Arrays.stream((Object[]) tuple).map(StateDictPickle::integer).toList();
    }

    private static long integer(Object number) {
        if (number instanceof Integer || number instanceof Long) {
            return ((Number) number).longValue();
        }
        throw new PickleException("a size that is no integer of 64 bits");
    }

    /** The reference: the word storage, the type, the key, the device, and how many elements. */
    @Override
    protected Object persistentLoad(Object reference) {
        Object[] parts = (Object[]) reference;
        if (parts.length != SHARED_STORAGE_PARTS || !"storage".equals(parts[0])) {
            throw new PickleException("a reference to something that is no storage");
        }
        ElementType type = (ElementType) parts[1];
        String key = (String) parts[2];
        try {
            return new Part(type, key, archive.storage(key, type, integer(parts[4])));
        } catch (DamagedFileException e) {
            throw new RefusedException(e);
        } catch (IOException e) {
            throw new RefusedException(new DamagedFileException("the storage " + key, e.toString()));
        }
    }

    /** The library's methods declare no checked exception where this is thrown. */
    private static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final DamagedFileException cause;

        private RefusedException(DamagedFileException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
