package io.facequality.onnx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.testing.Threads;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputBuffersTest {

    private final InputBuffers buffers = new InputBuffers(16);

    @Test
    void lendsDirectBufferInNativeOrderAgain() {
        FloatBuffer first = buffers.lend(InputBuffers.Lease::input);
        assertThat(first.isDirect()).isTrue();
        assertThat(first.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(first.capacity()).isEqualTo(16);
        assertThat(buffers.<FloatBuffer>lend(InputBuffers.Lease::input)).isSameAs(first);
    }

    @Test
    void dropsBufferAfterThrowable() {
        FloatBuffer[] lost = new FloatBuffer[1];
        assertThatThrownBy(() -> buffers.lend(lease -> {
                    lost[0] = lease.input();
                    throw new IllegalStateException("boom");
                }))
                .hasMessage("boom");
        assertThat(buffers.idleCount()).isZero();
        assertThat(buffers.<FloatBuffer>lend(InputBuffers.Lease::input)).isNotSameAs(lost[0]);
    }

    @Test
    void lendsEachBufferToOneCallAndLimitsTheirNumber() throws Exception {
        Set<FloatBuffer> lent = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        Threads.together(() -> {
            for (int i = 0; i < 1000; i++) {
                float mine = i + Thread.currentThread().getId() * 1000f;
                boolean untouched = buffers.lend(lease -> {
                    FloatBuffer buffer = lease.input();
                    lent.add(buffer);
                    buffer.put(0, mine);
                    Thread.yield();
                    return buffer.get(0) == mine;
                });
                assertThat(untouched).isTrue();
            }
            return true;
        });
        assertThat(lent).hasSizeLessThanOrEqualTo(Threads.COUNT);
        assertThat(buffers.idleCount()).isEqualTo(lent.size());
    }
}
