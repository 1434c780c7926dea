package io.facequality.group.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class MiniatureMatcherTest {

    private final TestShots shot = new TestShots(1);
    private final Miniature original = miniature(shot.original());

    @Test
    void findsCopiesAlike() {
        assertThat(similarity(shot.original())).isCloseTo(1, within(1e-6));
        assertThat(similarity(shot.toned(level -> level / 3))).isGreaterThan(0.99);
        assertThat(similarity(shot.toned(level -> level + 30))).isGreaterThan(0.99);
        assertThat(similarity(shot.noisy(25))).isGreaterThan(0.97);
        assertThat(similarity(shot.mirrored())).isGreaterThan(0.99);
        assertThat(similarity(shot.enlarged(1.05))).isGreaterThan(0.97);
    }

    @Test
    void findsOtherShotsUnlike() {
        for (int other = 2; other < 30; other++) {
            assertThat(similarity(new TestShots(other).original())).isLessThan(0.9);
        }
    }

    @Test
    void findsOneGrayLikeNothing() {
        assertThat(similarity(shot.toned(level -> 7))).isZero();
    }

    @Property(tries = 30)
    void measuresTurn(@ForAll @DoubleRange(min = -12, max = 12) double degrees) {
        Laid laid = new MiniatureMatcher(original).upon(miniature(shot.turned(degrees)));
        assertThat(laid.similarity()).isGreaterThan(0.97);
        assertThat(laid.mirrored()).isFalse();
        assertThat(laid.turn()).isCloseTo(degrees, within(2.0));
    }

    @Test
    void addsTurnThatAlignmentTookBack() {
        Miniature turned = Miniature.of(shot.original(), Optional.of(detected(8)));
        Miniature upright = Miniature.of(shot.original(), Optional.of(detected(1)));
        assertThat(new MiniatureMatcher(upright).upon(turned).turn()).isCloseTo(7, within(0.5));
    }

    @Test
    void measuresScaleAndMirror() {
        Laid laid = new MiniatureMatcher(miniature(shot.enlarged(1.1))).upon(original);
        assertThat(laid.scale()).isCloseTo(1.1, within(0.02));
        assertThat(new MiniatureMatcher(miniature(shot.mirrored())).upon(original).mirrored()).isTrue();
    }

    private double similarity(AlignedFace other) {
        return new MiniatureMatcher(original).similarity(MiniatureMatcher.normalized(miniature(other)));
    }

    private static Miniature miniature(AlignedFace face) {
        return Miniature.of(face, Optional.empty());
    }

    private static DetectedFace detected(double roll) {
        Point left = new Point(50 * Math.cos(Math.toRadians(roll)), 50 * Math.sin(Math.toRadians(roll)));
        return new DetectedFace(
                new Box(0, 0, 100, 100),
                new Landmarks(new Point(0, 0), left, new Point(1, 1), new Point(0, 2), new Point(2, 2)),
                1);
    }
}
