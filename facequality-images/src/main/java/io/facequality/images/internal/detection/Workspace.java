package io.facequality.images.internal.detection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Direct memory for the inputs of one call at a time; it grows to the largest picture that was searched. */
public final class Workspace {

    private FloatBuffer buffer = allocate(0);

    /** Room for so many numbers, whatever they were before. */
    FloatBuffer room(int floats) {
        if (buffer.capacity() < floats) {
            buffer = allocate(floats);
        }
        return buffer.clear().limit(floats);
    }

    private static FloatBuffer allocate(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
