package io.facequality.group.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.group.Faces;
import io.facequality.group.internal.search.PackedUnitVectors.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedUnitVectorsTest {

    private final UnitVectors vectors = UnitVectors.of(Faces.embeddings(Faces.clustered(70, 24, 7, 0.5, 1)));

    @Property
    void roundsToTheNearestHalf(@ForAll @FloatRange(min = -1, max = 1) float value) {
        float half = PackedUnitVectors.fromHalf(PackedUnitVectors.toHalf(value));
        // Ten bits after the leading one, and no step smaller than 2^-24.
        float halfStep = Math.max(Math.ulp(value) * (1 << 12), 0x1p-25f);
        assertThat(Math.abs(half - value)).isLessThanOrEqualTo(halfStep);
        assertThat(PackedUnitVectors.fromHalf(PackedUnitVectors.toHalf(half))).isEqualTo(half);
    }

    @Test
    void knowsTheHalvesOfTheStandard() {
        assertThat(PackedUnitVectors.toHalf(1)).isEqualTo((short) 0x3c00);
        assertThat(PackedUnitVectors.toHalf(-0.5f)).isEqualTo((short) 0xb800);
        assertThat(PackedUnitVectors.toHalf(0x1p-24f)).isEqualTo((short) 1);
        assertThat(PackedUnitVectors.toHalf(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
        assertThat(PackedUnitVectors.toHalf(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
    }

    @Test
    void keepsFloatsAsTheyAreAndHalvesNearly() {
        UnitVectors floats = PackedUnitVectors.copyOf(vectors, Precision.FLOAT32);
        UnitVectors halves = PackedUnitVectors.copyOf(vectors, Precision.FLOAT16);
        float[] unit = new float[24];
        float[] copy = new float[24];
        for (int ordinal = 0; ordinal < 70; ordinal++) {
            vectors.copy(ordinal, unit);
            floats.copy(ordinal, copy);
            assertThat(copy).isEqualTo(unit);
            halves.copy(ordinal, copy);
            assertThat(copy).containsExactly(unit, within(0x1p-12f));
        }
    }

    @Test
    void readsVectorsOfAFileWhereTheyLie(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("vectors");
        ByteBuffer bytes = ByteBuffer.allocate(70 * 24 * 4).order(ByteOrder.LITTLE_ENDIAN);
        float[] unit = new float[24];
        for (int ordinal = 0; ordinal < 70; ordinal++) {
            vectors.copy(ordinal, unit);
            bytes.asFloatBuffer().put(unit);
            bytes.position(bytes.position() + 24 * 4);
        }
        Files.write(file, bytes.array());
        UnitVectors mapped = PackedUnitVectors.map(file, 24, Precision.FLOAT32);
        assertThat(mapped.size()).isEqualTo(70);
        float[] copy = new float[24];
        mapped.copy(69, copy);
        assertThat(copy).isEqualTo(unit);
        assertThatThrownBy(() -> PackedUnitVectors.map(file, 23, Precision.FLOAT32))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("vectors of 92 bytes");
    }
}
