package io.facequality.convert.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.StorageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("weights.pth");
    }

    @Test
    void readsStateDictAsOneGroupWithoutName() {
        Path file = Archive.of(new Pickle()
                        .dictionary(entries -> entries.text("a").vector("0", 3).text("b").vector("1", 1))
                        .end())
                .floats("0", 1, -2.5f, 3)
                .floats("1", 4)
                .writeTo(file());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.groups()).containsOnlyKeys("");
            Map<String, Tensor> tensors = checkpoint.groups().get("");
            assertThat(tensors.keySet()).containsExactly("a", "b");
            assertThat(tensors.get("a").floats()).containsExactly(1, -2.5f, 3);
            assertThat(tensors.get("b").shape()).containsExactly(1L);
        }
    }

    @Test
    void readsGroupForEachDictionaryOfTrainingCheckpoint() {
        Path file = Archive.of(new Pickle()
                        .dictionary(top -> top.text("step")
                                .integer(7)
                                .text("model")
                                .dictionary(entries -> entries.text("w").vector("0", 1))
                                .text("opt")
                                .dictionary(state -> state.text("state")
                                        .dictionary(each -> each.integer(0)
                                                .dictionary(entries -> entries.text("m").vector("1", 1))))
                                .text("scaler")
                                .raw('N'))
                        .end())
                .floats("0", 1)
                .floats("1", 2)
                .writeTo(file());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.groups()).containsOnlyKeys("model", "opt/state/0");
            assertThat(checkpoint.groups().get("opt/state/0").get("m").floats()).containsExactly(2);
        }
    }

    @Test
    void readsTensorsThatShareStorageAndStride() {
        long[] square = {2, 2};
        Path file = Archive.of(new Pickle()
                        .dictionary(entries -> entries.text("rows")
                                .tensor("FloatStorage", "0", 6, 0, new long[] {2, 3}, new long[] {3, 1})
                                .text("transposed")
                                .tensor("FloatStorage", "0", 6, 0, new long[] {3, 2}, new long[] {1, 3})
                                .text("corner")
                                .tensor("FloatStorage", "0", 6, 1, square, new long[] {3, 1})
                                .text("one")
                                .tensor("FloatStorage", "0", 6, 5, new long[0], new long[0])
                                .text("none")
                                .tensor("FloatStorage", "0", 6, 0, new long[] {0, 4}, new long[] {4, 1}))
                        .end())
                .floats("0", 1, 2, 3, 4, 5, 6)
                .writeTo(file());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, Tensor> tensors = checkpoint.groups().get("");
            assertThat(tensors.get("rows").floats()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(tensors.get("transposed").floats()).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(tensors.get("corner").floats()).containsExactly(2, 3, 5, 6);
            assertThat(tensors.get("one").floats()).containsExactly(6);
            assertThat(tensors.get("none").floats()).isEmpty();
            assertThat(tensors.get("rows").rows(1, 2).floats()).containsExactly(4, 5, 6);
            assertThat(tensors.get("transposed").rows(1, 3).floats()).containsExactly(2, 5, 3, 6);
            assertThat(tensors.get("corner").rows(0, 1).shape()).containsExactly(1L, 2L);
            assertThat(tensors.get("corner").rows(1, 1).floats()).isEmpty();
            assertThatThrownBy(() -> tensors.get("rows").rows(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> tensors.get("one").rows(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void readsEveryTypeOfNumber() {
        ByteBuffer halves = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        halves.putShort((short) 0x3c00).putShort((short) 0xc500).putShort((short) 0x0001).putShort((short) 0x7c00);
        ByteBuffer brains = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        brains.putShort((short) 0x3f80).putShort((short) 0xc040);
        ByteBuffer longs = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        longs.putLong(Long.MIN_VALUE).putLong(12345678901L);
        Path file = Archive.of(new Pickle()
                        .dictionary(entries -> entries.text("half")
                                .tensor("HalfStorage", "h", 4, 0, new long[] {4}, new long[] {1})
                                .text("brain")
                                .tensor("BFloat16Storage", "b", 2, 0, new long[] {2}, new long[] {1})
                                .text("long")
                                .tensor("LongStorage", "l", 2, 0, new long[] {2}, new long[] {1}))
                        .end())
                .with("model/data/h", halves.array())
                .with("model/data/b", brains.array())
                .with("model/data/l", longs.array())
                .writeTo(file());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, Tensor> tensors = checkpoint.groups().get("");
            assertThat(tensors.get("half").floats()).containsExactly(1, -5, 0x1p-24f, Float.POSITIVE_INFINITY);
            assertThat(tensors.get("brain").floats()).containsExactly(1, -3);
            assertThat(tensors.get("long").longs()).containsExactly(Long.MIN_VALUE, 12345678901L);
            assertThatThrownBy(tensors.get("long")::floats)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("expected real numbers, found INT64");
        }
    }

    @Test
    void readsEveryHalfAsItsFieldsSay() {
        ByteBuffer bytes = ByteBuffer.allocate(2);
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double magnitude = exponent == 0
                    ? fraction * 0x1p-24
                    : exponent == 31
                            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                            : (1024 + fraction) * Math.pow(2, exponent - 25);
            float found = ElementType.FLOAT16.real(bytes.putShort(0, (short) bits), 0);
            assertThat((double) found).isEqualTo(Double.valueOf(bits >> 15 == 0 ? magnitude : -magnitude));
        }
    }

    @Test
    void readsBigEndianFile() {
        Path file = Archive.of(new Pickle()
                        .dictionary(entries -> entries.text("a").vector("0", 1))
                        .end())
                .with("model/byteorder", "big".getBytes(StandardCharsets.US_ASCII))
                .with("model/data/0", ByteBuffer.allocate(4).putFloat(1.5f).array())
                .writeTo(file());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.groups().get("").get("a").floats()).containsExactly(1.5f);
        }
    }

    @Test
    void ignoresWhatPyTorchAddsToDictionary() {
        Path file = Archive.of(new Pickle()
                        .global("collections", "OrderedDict")
                        .raw(')', 'R', '(')
                        .text("a")
                        .vector("0", 1)
                        .raw('u', '}')
                        .text("_metadata")
                        .dictionary(entries -> entries.text("version").integer(1))
                        .raw('s', 'b')
                        .end())
                .floats("0", 1)
                .writeTo(file());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.groups().get("")).containsOnlyKeys("a");
        }
    }

    @Test
    void readsSafetensors() throws Exception {
        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[8,10]}}";
        Files.write(file(), safetensors(header, ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(2)
                .putShort((short) 0x3f80)
                .array()));
        try (Checkpoint checkpoint = Checkpoint.open(file())) {
            Map<String, Tensor> tensors = checkpoint.groups().get("");
            assertThat(tensors.get("a").floats()).containsExactly(1, 2);
            assertThat(tensors.get("a").shape()).containsExactly(2L, 1L);
            assertThat(tensors.get("b").floats()).containsExactly(1);
        }
    }

    @Test
    void refusesSafetensorsThatLie() throws Exception {
        for (String entry : List.of(
                "{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}",
                "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}",
                "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}",
                "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}",
                "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}",
                "{\"dtype\":\"F32\",\"shape\":[-1,-2],\"data_offsets\":[0,8]}",
                "{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,0],\"data_offsets\":[0,0]}",
                "{\"dtype\":\"F32\",\"shape\":[1e1],\"data_offsets\":[0,8]}",
                "{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}",
                "{\"dtype\":\"F8\",\"shape\":[8],\"data_offsets\":[0,8]}",
                "[]",
                "7")) {
            boolean whole = entry.contains("[1]");
            Files.write(file(), safetensors("{\"a\":" + entry + "}", new byte[whole ? 3 : 8]));
            assertRefused("cannot read the weights");
        }
        Files.write(file(), safetensors("{\"a\":1,\"a\":2}", new byte[0]));
        assertRefused("Duplicate");
        Files.write(file(), safetensors("{\"a\":" + "[".repeat(2000), new byte[0]));
        assertRefused("JSON");
        Files.write(file(), ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(1000)
                .put((byte) '{')
                .array());
        assertRefused("within the file of 10");
    }

    static byte[] safetensors(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data)
                .array();
    }

    @Test
    void namesOtherKindOfFileAndSaysWhatToDo() throws Exception {
        byte[] legacy = {
            (byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8,
            0x50, 0x19, '.'
        };
        Files.write(file(), legacy);
        assertRefused("before version 1.6. If you trust it, convert it once, in Python: import torch; torch.save(");
        Files.writeString(file(), "  <!DOCTYPE html><html>");
        assertRefused("a web page");
        Files.writeString(file(), "version https://git-lfs.github.com/spec/v1\noid sha256:00");
        assertRefused("git lfs pull");
        Files.write(file(), new byte[] {8, 8, 0x12, 7});
        assertRefused("an ONNX model");
        Files.write(file(), new byte[0]);
        assertRefused("an empty file");
        Files.write(file(), new Pickle().dictionary(entries -> {}).end());
        assertRefused("a pickle alone");
        Files.writeString(file(), "nothing of the kind");
        assertRefused("something else");
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("a folder");
        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("none")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("nothing there");
    }

    private void assertRefused(String words) {
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining(words);
    }
}
