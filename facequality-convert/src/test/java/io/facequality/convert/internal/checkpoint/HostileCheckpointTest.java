package io.facequality.convert.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.testing.FuzzRun;
import io.facequality.testing.Mutations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that were made to do harm, and files that came to harm. */
class HostileCheckpointTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("hostile.pth");
    }

    @TestFactory
    Stream<DynamicTest> whatAPickleNamesBesideTensorsIsRefusedByName() {
        return Stream.of(
                        "os system", "posix system", "builtins eval", "__builtin__ exec", "subprocess Popen",
                        "torch.storage _load_from_bytes", "torch FloatTensor", "numpy.core.multiarray _reconstruct",
                        "decimal Decimal", "datetime datetime", "collections defaultdict", "torch._utils OrderedDict",
                        "builtins ValueError", "copy_reg _reconstructor", "argparse Namespace")
                .map(name -> name.split(" "))
                .map(name -> DynamicTest.dynamicTest(String.join(".", name), () -> {
                    Path trace = folder.resolve("executed");
                    Pickle call = new Pickle().global(name[0], name[1]).raw('(').text("touch " + trace).raw('t', 'R');
                    assertRefused(call.end(), "the name " + name[0] + "." + name[1] + ", which was refused");
                    Pickle stacked = new Pickle().text(name[0]).text(name[1]).raw(0x93);
                    assertRefused(stacked.end(), "the name " + name[0] + "." + name[1]);
                    assertThat(trace).doesNotExist();
                }));
    }

    @Test
    void refusesInstructionsThatStateDictDoesNotNeed() {
        for (int instruction : new int[] {
            'i', 'o', 0x81, 0x92, 0x82, 0x83, 0x84, 'I', 'L', 'F', 'S', 'V', 'T', 'P', 'g', 'p', '2', '1', 'd', 'l',
            'B', 'C', 0x8b, 0x8d, 0x8e, 0x8f, 0x90, 0x91, 0x96, 0x97, 0x98, 0xff
        }) {
            assertRefused(
                    new Pickle().raw('(', instruction, 0, 0, 0, 0, 0, 0, 0, 0, 0).end(),
                    "the instruction 0x" + Integer.toHexString(instruction));
        }
    }

    @Test
    void callsFunctionsOnlyAsStateDictDoes() {
        assertRefused(new Pickle().text("os").raw(')', 'R').end(), "data.pkl");
        assertRefused(new Pickle().global("torch", "FloatStorage").raw(')', 'R').end(), "data.pkl");
        assertRefused(new Pickle().global("collections", "OrderedDict").integers(1).raw('R').end(), "data.pkl");
        assertRefused(new Pickle().global("torch._utils", "_rebuild_tensor_v2").integers(1).raw('R').end(), "data.pkl");
        assertRefused(new Pickle().global("torch._utils", "_rebuild_parameter").raw(')', 'R').end(), "data.pkl");
        assertRefused(new Pickle().global("torch._utils", "_rebuild_parameter").integers(1).raw('R').end(), "data.pkl");
        assertRefused(new Pickle().text("storage").raw('Q').end(), "data.pkl");
        assertRefused(new Pickle().integers(1, 2, 3, 4, 5).raw('Q').end(), "data.pkl");
        assertRefused(new Pickle().integer(1).raw('}', 'b').end(), "data.pkl");
        assertRefused(new Pickle().raw('}').integer(1).raw('b').end(), "data.pkl");
        assertRefused(new Pickle().raw('}', ']', 'N', 's').end(), "data.pkl");
        assertRefused(new Pickle().raw('}', '(', 'N', 'u').end(), "data.pkl");
        assertRefused(new Pickle().raw('.').end(), "data.pkl");
        assertRefused(new Pickle().raw('0').end(), "data.pkl");
        assertRefused(new Pickle().raw('h', 9).end(), "data.pkl");
        assertRefused(new byte[] {}, "data.pkl");
        assertRefused(new byte[] {(byte) 0x80}, "data.pkl");
        assertRefused(new byte[] {(byte) 0x80, 9, '.'}, "data.pkl");
        assertRefused(new Pickle().raw('N').end(), "a dictionary of tensors");
    }

    @Test
    void allocatesNoLengthsThatLie() {
        assertRefused(new Pickle().raw('X').little(Integer.MAX_VALUE).end(), "a string of 2147483647 bytes");
        assertRefused(new Pickle().raw('X').little(-1).end(), "a string of 4294967295 bytes");
    }

    @Test
    void rejectsDeepNestingAndManyInstructions() {
        byte[] tuples = repeated(300_000, 0x85);
        assertRefused(tuples, "a dictionary of tensors");
        assertRefused(repeated(2_100_000, 'N'), "at most 2000000 instructions");
        assertRefused(new byte[(16 << 20) + 1], "a pickle of at most 16777216 bytes");
    }

    private static byte[] repeated(int times, int instruction) {
        byte[] bytes = new byte[times + 4];
        Arrays.fill(bytes, (byte) instruction);
        bytes[0] = (byte) 0x80;
        bytes[1] = 2;
        bytes[2] = ')';
        bytes[bytes.length - 1] = '.';
        return bytes;
    }

    /** Lists that hold each other twice are cheap to write, and cost 2^60 steps to whoever follows them. */
    @Test
    void followsSharedStructureOnce() {
        Pickle pickle = new Pickle().raw('}', 'q', 0);
        for (int i = 1; i <= 60; i++) {
            pickle.raw('}', 'q', i).text("a").raw('h', i - 1, 's').text("b").raw('h', i - 1, 's');
        }
        pickle.text("t").vector("0", 1).raw('s');
        Path file = Archive.of(pickle.end()).floats("0", 1).writeTo(file());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.groups()).containsOnlyKeys("");
        }
    }

    @Test
    void followsDictionaryWithinItselfOnce() {
        Path file = Archive.of(new Pickle()
                        .raw('}', 'q', 0)
                        .text("self")
                        .raw('h', 0, 's')
                        .text("t")
                        .vector("0", 1)
                        .raw('s')
                        .end())
                .floats("0", 1)
                .writeTo(file());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.groups()).containsOnlyKeys("");
        }
    }

    @Test
    void refusesTensorsOutsideTheirStorage() {
        long most = Long.MAX_VALUE;
        assertTensorRefused(2, 0, new long[] {3}, new long[] {1});
        assertTensorRefused(2, 1, new long[] {2}, new long[] {1});
        assertTensorRefused(2, -1, new long[] {1}, new long[] {1});
        assertTensorRefused(2, most, new long[] {2}, new long[] {1});
        assertTensorRefused(2, 0, new long[] {-1}, new long[] {1});
        assertTensorRefused(2, 0, new long[] {2}, new long[] {-1});
        assertTensorRefused(2, 0, new long[] {2}, new long[] {most});
        assertTensorRefused(2, 0, new long[] {most, most}, new long[] {1, 1});
        assertTensorRefused(2, 0, new long[] {1L << 32, 1L << 32}, new long[] {0, 0});
        assertTensorRefused(2, 0, new long[] {1L << 31}, new long[] {0});
        assertTensorRefused(2, 0, new long[] {1_000_000}, new long[] {0});
        assertTensorRefused(2, 0, new long[] {2}, new long[] {1, 1});
        assertTensorRefused(2, 0, new long[1000], new long[1000]);
    }

    private void assertTensorRefused(long count, long offset, long[] shape, long[] strides) {
        byte[] pickle = new Pickle()
                .dictionary(entries -> entries.text("t").tensor("FloatStorage", "0", count, offset, shape, strides))
                .end();
        Archive.of(pickle).floats("0", 1, 2).writeTo(file());
        assertThatThrownBy(() -> Checkpoint.open(file())).isInstanceOf(ModelException.class);
    }

    @Test
    void refusesStoragesWhoseSizeLies() {
        for (long count : new long[] {1, 3, -1, Long.MAX_VALUE, Long.MAX_VALUE / 4 + 3}) {
            Archive.of(new Pickle().dictionary(entries -> entries.text("t").storage("FloatStorage", "0", count)).end())
                    .floats("0", 1, 2)
                    .writeTo(file());
            assertThatThrownBy(() -> Checkpoint.open(file()))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("8 bytes");
        }
        assertRefused(
                new Pickle().storage("FloatStorage", "../../../etc/passwd", 1).end(),
                "none of that name");
    }

    @Test
    void refusesArchivesThatClimbOutOrInflate() {
        byte[] empty = new Pickle().dictionary(entries -> {}).end();
        for (String name : new String[] {"../evil", "model/../../evil", "/etc/passwd", "C:/evil", "model\\..\\evil"}) {
            Archive.of(empty).with(name, new byte[1]).writeTo(file());
            assertThatThrownBy(() -> Checkpoint.open(file()))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("it was made to do harm");
        }
        Archive.of(empty).with("model/data/0", new byte[10_000_000]).compressed().writeTo(file());
        assertThat(file()).satisfies(bomb -> assertThat(Files.size(bomb)).isLessThan(20_000));
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("uncompressed records");
        new Archive().with("model/data/0", new byte[1]).writeTo(file());
        assertThatThrownBy(() -> Checkpoint.open(file())).hasMessageContaining("one record data.pkl");
        Archive.of(empty).with("other/data.pkl", empty).writeTo(file());
        assertThatThrownBy(() -> Checkpoint.open(file())).hasMessageContaining("model/data.pkl and other/data.pkl");
        Archive.of(empty).with("model/code/__torch__.py", empty).writeTo(file());
        assertThatThrownBy(() -> Checkpoint.open(file())).hasMessageContaining("a TorchScript program");
    }

    /** Entries of a directory that all mean the same bytes would let a small file hold any amount. */
    @Test
    void rejectsRecordsThatOverlap() throws IOException {
        byte[] whole = Files.readAllBytes(twoStoragesOfOneLength("0", "00"));
        DirectoryEntries entries = new DirectoryEntries(whole);
        entries.set(1, START, entries.get(0, START));
        Files.write(file(), whole);
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no record model/data/00 at its place");

        whole = Files.readAllBytes(twoStoragesOfOneLength("0", "1"));
        entries = new DirectoryEntries(whole);
        entries.set(0, PACKED, entries.get(0, PACKED) + 40);
        entries.set(0, SIZE, entries.get(0, SIZE) + 40);
        Files.write(file(), whole);
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected records that do not overlap")
                .hasMessageContaining("model/data/1 within the bytes of model/data/0");

        entries.set(0, PACKED, 1 << 20);
        entries.set(0, SIZE, 1 << 20);
        Files.write(file(), whole);
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("longer than the file");
    }

    /** As if every storage were the first one's bytes: same size, same check sum, other weights. */
    @Test
    void rejectsDirectoryThatGivesSeveralNamesToOneRecord() throws IOException {
        byte[] whole = Files.readAllBytes(twoStoragesOfOneLength("0", "1"));
        DirectoryEntries entries = new DirectoryEntries(whole);
        for (int field : new int[] {CHECKSUM, START}) {
            entries.set(1, field, entries.get(0, field));
        }
        Files.write(file(), whole);
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no record model/data/1 at its place");
    }

    private Path twoStoragesOfOneLength(String first, String second) {
        return Archive.of(new Pickle()
                        .dictionary(entries -> entries.text("a").vector(first, 2).text("b").vector(second, 2))
                        .end())
                .floats(first, 1, 2)
                .floats(second, 3, 4)
                .writeTo(file());
    }

    private static final int CHECKSUM = 16;
    private static final int PACKED = 20;
    private static final int SIZE = 24;
    private static final int START = 42;

    /** The directory's entries of the storages, which come after that of the pickle. */
    private static final class DirectoryEntries {

        private final ByteBuffer archive;
        private final String text;

        DirectoryEntries(byte[] archive) {
            this.archive = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
            this.text = new String(archive, StandardCharsets.ISO_8859_1);
        }

        int get(int storage, int field) {
            return archive.getInt(entry(storage) + field);
        }

        void set(int storage, int field, int value) {
            archive.putInt(entry(storage) + field, value);
        }

        private int entry(int storage) {
            int place = text.indexOf("PK\1\2");
            for (int i = 0; i <= storage; i++) {
                place = text.indexOf("PK\1\2", place + 1);
            }
            return place;
        }
    }

    @Test
    void rejectsSafetensorsThatOverlap() throws IOException {
        for (String second : List.of("[0,8]", "[4,8]", "[2,6]")) {
            String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},"
                    + "\"b\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":%s}}";
            int length = second.equals("[0,8]") ? 8 : 4;
            Files.write(file(), CheckpointTest.safetensors(header.formatted(length, second), new byte[8]));
            assertThatThrownBy(() -> Checkpoint.open(file()))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("expected tensors that do not overlap, found b within the bytes of a");
        }
    }

    @Test
    void findsFlippedBitWhenNumbersAreRead() throws IOException {
        byte[] whole = Files.readAllBytes(twoTensors());
        int numbers = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\0\0\200?\0\0\0@");
        whole[numbers] ^= 1;
        Files.write(file(), whole);
        try (Checkpoint checkpoint = Checkpoint.open(file())) {
            assertThatThrownBy(checkpoint.groups().get("").get("a")::floats)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("the check sum");
            assertThat(checkpoint.groups().get("").get("b").floats()).containsExactly(3);
        }
    }

    @Test
    void rejectsEveryTruncation() throws IOException {
        byte[] whole = Files.readAllBytes(twoTensors());
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Checkpoint.open(file())).isInstanceOf(ModelException.class);
        }
    }

    /** Damage either shows, or leaves the tensors as they are: the check sums see to that. */
    @Test
    void readsArchiveDamagedAtRandomAsItWasOrNotAtAll() throws IOException {
        byte[] whole = Files.readAllBytes(twoTensors());
        FuzzRun.of("checkpoint", ".pth")
                .run(random -> Mutations.of(whole, random), file -> new SavedMutation(file, Optional.empty()).check());
    }

    /** Without check sums the numbers may be others, but nothing else happens. */
    @Test
    void readsSafetensorsDamagedAtRandomOrSaysWhatIsWrong() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[8,16]},\"__metadata__\":{\"k\":\"v\"}}";
        byte[] whole = CheckpointTest.safetensors(header, new byte[16]);
        FuzzRun.of("checkpoint", ".safetensors").run(random -> Mutations.of(whole, random), file -> {
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                SavedMutation.tensors(checkpoint);
            } catch (ModelException e) {
                assertThat(e).hasMessageContaining("cannot read the weights");
            }
        });
    }

    /** The folder of a mutation that was kept says what must become of it. */
    @TestFactory
    Stream<DynamicTest> mutationsThatWereKeptFareAsTheyMust() throws IOException {
        List<SavedMutation> kept = SavedMutation.kept();
        assertThat(kept).extracting(SavedMutation::expected)
                .contains(Optional.of(SavedMutation.Fate.REFUSED), Optional.of(SavedMutation.Fate.UNCHANGED));
        return kept.stream()
                .map(mutation -> DynamicTest.dynamicTest(mutation.toString(), () -> assertThat(mutation.check())
                        .isEqualTo(mutation.expected().orElseThrow())));
    }

    private Path twoTensors() {
        return SavedMutation.wholeFile().writeTo(file());
    }

    /** The numbers lie behind more than 2 GB of zeros, of which the file system stores nothing. */
    @Test
    void readsFileOfMoreThanTwoGigabytesInPlaces() throws IOException {
        long zeros = (1L << 31) + 4096;
        byte[] pickle = new Pickle()
                .dictionary(entries -> entries.text("unused").vector("0", zeros / 4).text("other").vector("1", 1))
                .end();
        byte[] other = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(5).array();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            SparseZip zip = new SparseZip(channel);
            zip.add("model/data.pkl", pickle);
            zip.addZeros("model/data/0", zeros);
            zip.add("model/data/1", other);
            zip.end();
        }
        try (Checkpoint checkpoint = Checkpoint.open(file())) {
            assertThat(checkpoint.groups().get("").get("other").floats()).containsExactly(5);
        }
        String header = "{\"end\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":["
                + zeros + "," + (zeros + 4) + "]}}";
        byte[] head = CheckpointTest.safetensors(header, new byte[0]);
        Files.delete(file());
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(head));
            channel.write(ByteBuffer.wrap(other), head.length + zeros);
        }
        try (Checkpoint checkpoint = Checkpoint.open(file())) {
            assertThat(checkpoint.groups().get("").get("end").floats()).containsExactly(5);
        }
    }

    /** Writes stored records, long runs of zeros as holes. */
    private static final class SparseZip {

        private final FileChannel channel;
        private final java.io.ByteArrayOutputStream directory = new java.io.ByteArrayOutputStream();
        private int entries;

        private SparseZip(FileChannel channel) {
            this.channel = channel;
        }

        void add(String name, byte[] content) throws IOException {
            CRC32 sum = new CRC32();
            sum.update(content);
            header(name, content.length, sum.getValue());
            channel.write(ByteBuffer.wrap(content));
        }

        /** Nobody reads them, so their check sum need not be right. */
        void addZeros(String name, long length) throws IOException {
            header(name, length, 0);
            channel.position(channel.position() + length);
        }

        private void header(String name, long length, long sum) throws IOException {
            long offset = channel.position();
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            ByteBuffer common = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
            common.putShort((short) 20).putShort((short) 0).putShort((short) 0).putInt(0);
            common.putInt((int) sum).putInt((int) length).putInt((int) length);
            common.putShort((short) text.length).putShort((short) 0);
            ByteBuffer local = ByteBuffer.allocate(30 + text.length).order(ByteOrder.LITTLE_ENDIAN);
            local.putInt(0x04034b50).put(common.array()).put(text);
            channel.write(local.flip());
            ByteBuffer central = ByteBuffer.allocate(46 + text.length).order(ByteOrder.LITTLE_ENDIAN);
            central.putInt(0x02014b50).putShort((short) 20).put(common.array()).put(new byte[10]);
            central.putInt((int) offset).put(text);
            directory.writeBytes(central.array());
            entries++;
        }

        void end() throws IOException {
            int start = (int) channel.position();
            channel.write(ByteBuffer.wrap(directory.toByteArray()));
            ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
            end.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
            end.putInt(directory.size()).putInt(start).putShort((short) 0);
            channel.write(end.flip());
        }
    }

    private void assertRefused(byte[] pickle, String words) {
        Archive.of(pickle).writeTo(file());
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(words);
    }
}
