package io.facequality.images.internal.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.DetectedFace.Landmarks.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoublesTest {

    private static final Doubles<Place> DOUBLES = new Doubles<>(Place::score, Place::center, Place::size);

    private record Place(double x, double size, double score) {

        Point center() {
            return new Point(x, 0);
        }
    }

    @Test
    void keepsBestOfNearPlaces() {
        Place best = new Place(100, 40, 0.9);
        Place near = new Place(117, 36, 0.8);
        assertThat(DOUBLES.without(List.of(near, best))).containsExactly(best);
    }

    @Test
    void keepsOverlappingFacesOfCrowd() {
        Place one = new Place(100, 40, 0.9);
        Place neighbor = new Place(119, 38, 0.8);
        assertThat(DOUBLES.without(List.of(one, neighbor))).containsExactly(one, neighbor);
    }

    @Test
    void leavesOutPartOfFaceAndKeepsSmallFaceBesideIt() {
        Place face = new Place(100, 100, 0.9);
        Place eye = new Place(155, 20, 0.8);
        Place beside = new Place(165, 20, 0.7);
        assertThat(DOUBLES.without(List.of(face, eye, beside))).containsExactly(face, beside);
    }

    @Test
    void givesSameForAnyOrder() {
        Random random = new Random(3);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            places.add(new Place(random.nextInt(300), 20 + random.nextInt(40), random.nextInt(5) / 5.0));
        }
        List<Place> expected = DOUBLES.without(places);
        Collections.shuffle(places, random);
        assertThat(DOUBLES.without(places).stream().map(Place::x))
                .containsExactlyElementsOf(expected.stream().map(Place::x).toList());
    }
}
