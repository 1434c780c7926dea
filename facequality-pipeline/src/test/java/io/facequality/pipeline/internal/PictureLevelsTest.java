package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImagePyramid.Level;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.internal.ImageHeader;
import io.facequality.testing.LargeJpeg;
import io.facequality.testing.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PictureLevelsTest {

    private static final byte[] JPEG = LargeJpeg.gray(4000, 3008);
    private static final ImageSource SOURCE = ImageSource.of("picture", JPEG);
    private static final Optional<ImageHeader> HEADER =
            Optional.of(ImageHeader.read("picture", JPEG).orElseThrow());

    private final List<Integer> decoded = Collections.synchronizedList(new ArrayList<>());

    private final ImageDecoder decoder = new ImageDecoder() {

        private final ImageDecoder own = OpenCvImageDecoder.create();

        @Override
        public Outcome<Image> decode(ImageSource source) {
            decoded.add(1);
            return own.decode(source);
        }

        @Override
        public int largestReduction() {
            return own.largestReduction();
        }

        @Override
        public Outcome<Level> decode(ImageSource source, int reduction) {
            decoded.add(reduction);
            return own.decode(source, reduction);
        }
    };

    private PictureLevels levels(ByteBudget budget) {
        return new PictureLevels(SOURCE, HEADER, decoder, budget);
    }

    @Test
    void decodesNoLargerThanAskedForAndEachLevelOnce() {
        try (PictureLevels picture = levels(new ByteBudget(1 << 30))) {
            assertThat(picture.atLeast(640).image().width()).isEqualTo(1000);
            assertThat(picture.atLeast(1000)).isSameAs(picture.atLeast(501));
            assertThat(picture.width()).isEqualTo(4000);
            assertThat(picture.height()).isEqualTo(3008);
            assertThat(picture.atLeast(500)).isSameAs(picture.atLeast(640));
            assertThat(picture.smallestOf(500).reduction()).isEqualTo(8);
            assertThat(picture.atLeast(1001).reduction()).isEqualTo(2);
            assertThat(picture.atLeast(640).reduction()).isEqualTo(4);
            assertThat(picture.atLeast(2001).image()).isSameAs(picture.whole());
        }
        assertThat(decoded).containsExactly(4, 8, 2, 1);
    }

    @Test
    void knowsSizeBeforeItIsAskedForLevel() {
        try (PictureLevels picture = levels(new ByteBudget(1 << 30))) {
            assertThat(picture.width()).isEqualTo(4000);
        }
        assertThat(decoded).containsExactly(8);
    }

    @Test
    void reducesMoreWhereBudgetRulesLevelOut() {
        long quarter = HEADER.orElseThrow().decodingBytes(4);
        try (PictureLevels picture = levels(new ByteBudget(quarter))) {
            assertThat(picture.atLeast(4000).reduction()).isEqualTo(4);
            assertThat(picture.whole().width()).isEqualTo(4000);
        }
        try (PictureLevels picture = levels(new ByteBudget(1))) {
            assertThat(picture.atLeast(4000).reduction()).isEqualTo(8);
        }
    }

    @Test
    void givesWholeWhereDecoderCannotReduce() {
        ImageDecoder whole = OpenCvImageDecoder.create()::decode;
        try (PictureLevels picture = new PictureLevels(SOURCE, HEADER, whole, new ByteBudget(1))) {
            assertThat(picture.atLeast(1).reduction()).isEqualTo(1);
        }
    }

    @Test
    void passesDecodersRejectionOn() {
        ImageSource broken = ImageSource.of("broken", new byte[] {1});
        try (PictureLevels picture = new PictureLevels(broken, Optional.empty(), decoder, new ByteBudget(1))) {
            assertThatThrownBy(() -> picture.atLeast(640))
                    .isInstanceOfSatisfying(PictureLevels.UnusablePicture.class, e -> assertThat(
                                    e.outcome().<Object>match(value -> value, Rejection::cause))
                            .isEqualTo(Rejection.Cause.NOT_A_PICTURE));
        }
    }

    /** Each holds a level while it waits for a larger one, and no two fit. */
    @Test
    void givesThreadsLargerLevelsWithoutWaitingForEachOther() throws Exception {
        ByteBudget budget = new ByteBudget(HEADER.orElseThrow().decodingBytes(2));
        List<Double> reductions = Threads.together(() -> {
            try (PictureLevels picture = levels(budget)) {
                picture.atLeast(500);
                return picture.atLeast(2000).reduction();
            }
        });
        assertThat(reductions).containsOnly(2.0);
        try (ByteBudget.Share all = budget.take(budget.bytes())) {
            assertThat(all).isNotNull();
        }
    }
}
