package io.facequality.onnx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.onnx.EndlessModel;
import io.facequality.onnx.FacesAndModels;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.TinyOnnx;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt reaches a model's run, also one that would never end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public class InterruptedRunTest {

    private static final List<AlignedFace> FACES = FacesAndModels.noise(1, 1);

    @Test
    void interruptEndsModelThatNeverEnds() throws Exception {
        try (OnnxQualityScorer scorer = OnnxQualityScorer.open(EndlessModel.inMemory(), ModelContract.ediffiqa(), ModelOptions.defaults())) {
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Throwable> end = new CompletableFuture<>();
                Thread worker = new Thread(() -> {
                    try {
                        scorer.score(FACES);
                    } catch (Throwable e) {
                        end.complete(e);
                    }
                });
                worker.start();
                Thread.sleep(5L * i);
                worker.interrupt();
                assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
            }
        }
    }

    @Test
    void interruptedThreadRunsNothingAndStaysInterrupted() {
        ModelFile file = TinyOnnx.faces(TinyOnnx.OPEN).brightness("quality", TinyOnnx.OPEN).file();
        try (OnnxQualityScorer scorer = OnnxQualityScorer.open(file, ModelContract.ediffiqa(), ModelOptions.defaults())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> scorer.score(FACES)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(scorer.score(FACES)).hasSize(1);
        }
    }
}
